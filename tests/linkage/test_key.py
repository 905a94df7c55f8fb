"""The linkage key lies outside every dataset, and only its owner reads it."""

import os

import pytest

from mash.linkage import KeyFileError, linkage_key


@pytest.fixture(autouse=True)
def no_key_of_ones_own(tmp_path, monkeypatch):
    monkeypatch.delenv("MASH_LINKAGE_KEY_FILE", raising=False)
    monkeypatch.setattr("mash.linkage.key.user_data_folder", lambda: tmp_path / "data")


def test_key_is_made_once_in_the_users_data_folder_for_its_owner_only(tmp_path):
    first, second = linkage_key(), linkage_key()
    assert first.path == tmp_path / "data" / "mash" / "linkage.key"
    assert (first.made, second.made) == (True, False)
    assert first.secret == second.secret
    assert len(first.secret) == 32
    if os.name == "posix":
        assert first.path.stat().st_mode & 0o777 == 0o600


def test_named_file_goes_before_the_environment_and_that_before_the_data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("MASH_LINKAGE_KEY_FILE", str(tmp_path / "environment.key"))
    assert linkage_key(tmp_path / "named.key").path.name == "named.key"
    assert linkage_key().path.name == "environment.key"


def test_two_keys_made_differ(tmp_path):
    assert linkage_key(tmp_path / "a.key").secret != linkage_key(tmp_path / "b.key").secret


@pytest.mark.parametrize("inside", ["linkage.key", "deep/er/linkage.key", "../dataset/linkage.key"])
def test_key_inside_the_dataset_is_refused_and_not_made(tmp_path, inside):
    dataset = tmp_path / "dataset"
    with pytest.raises(KeyFileError, match="must not lie inside"):
        linkage_key(dataset / inside, outside=[dataset])
    assert not dataset.exists()


def test_key_inside_a_dataset_of_earlier_is_refused(tmp_path):
    (tmp_path / "earlier").mkdir()
    (tmp_path / "earlier" / "dataset.json").write_text("{}")
    with pytest.raises(KeyFileError, match="must not lie inside"):
        linkage_key(tmp_path / "earlier" / "linkage.key")


def test_link_that_leads_into_the_dataset_is_refused(tmp_path):
    (tmp_path / "dataset").mkdir()
    (tmp_path / "elsewhere").symlink_to(tmp_path / "dataset")
    with pytest.raises(KeyFileError, match="must not lie inside"):
        linkage_key(tmp_path / "elsewhere" / "linkage.key", outside=[tmp_path / "dataset"])


@pytest.mark.skipif(os.name != "posix", reason="file modes are a matter of POSIX")
def test_key_that_others_may_read_is_refused(tmp_path):
    path = linkage_key(tmp_path / "a.key").path
    path.chmod(0o644)
    with pytest.raises(KeyFileError, match="chmod 600"):
        linkage_key(path)


@pytest.mark.parametrize("text", ["", "secret", "abcd", "zz" * 32, "é" * 64])
def test_file_that_holds_no_key_is_refused_in_plain_words(tmp_path, text):
    path = tmp_path / "a.key"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(KeyFileError, match="not a linkage key"):
        linkage_key(path)


def test_folder_in_place_of_the_key_is_told_plainly(tmp_path):
    tmp_path.chmod(0o700)
    with pytest.raises(KeyFileError, match="cannot be read"):
        linkage_key(tmp_path)


def test_secret_is_not_printed(tmp_path):
    key = linkage_key(tmp_path / "a.key")
    assert key.secret.hex() not in repr(key)
    assert str(key.secret) not in repr(key)


@pytest.mark.parametrize("text", ["00" * 32, "deadbeef" * 8, "0123456789"])
def test_a_key_that_nobody_drew_at_random_is_refused(tmp_path, text):
    path = tmp_path / "weak.key"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(KeyFileError, match="drawn at random"):
        linkage_key(path)
