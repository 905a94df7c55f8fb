"""The files of deploy/ and the steps of docs/hosting.md fit each other and the code.

That they work was seen by hand, on a machine of their own (hosting.md); nginx and systemd are not in CI.
"""

import re
import shlex
from pathlib import Path

from django.conf import settings

from mash.cli import app
from mash.config.postgres import Role, django_database

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
HOSTING = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
NAME = r"\b(?:MASH_[A-Z_]+|DATABASE_URL|PORT)\b"
FILES = {path.name: path.read_text(encoding="utf-8") for path in DEPLOY.rglob("*") if path.is_file()}
ENVS = {name.removesuffix(".env"): text for name, text in FILES.items() if name.endswith(".env")}
JOBS = {role.removeprefix("mash_") for role in Role}


def read_by_the_code():
    """Names of environment variables that the program text holds, and those of the keys it asks for."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    keys = re.findall(r'\bkey\("(\w+)"\)', text)
    return set(re.findall(f'"({NAME})"', text)) | {f"MASH_{key.upper()}_KEY_FILE" for key in keys}


def settings_of(text):
    """What a file of settings sets, comments aside."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert all(len(shlex.split(line)) == 1 for line in lines), "a shell and systemd read these files alike"
    return dict(shlex.split(line)[0].split("=", 1) for line in lines)


def the_steps():
    """The commands of the numbered steps."""
    section = HOSTING.split("## On a Debian server")[1].split("\n## ")[0]
    blocks = re.findall(r"^   ```\n(.*?)^   ```", section, flags=re.MULTILINE | re.DOTALL)
    return "\n".join(blocks)


def test_every_setting_that_a_file_or_the_page_names_is_one_that_the_code_reads():
    known = read_by_the_code()
    for name, text in (*FILES.items(), ("hosting.md", HOSTING)):
        assert set(re.findall(NAME, text)) <= known, name


def test_every_command_that_a_unit_or_the_page_runs_is_one_of_ours():
    ours = {command.name for command in app.registered_commands}
    units = re.findall(r"^ExecStart=/opt/mash/\.venv/bin/mash (\S+)", "\n".join(FILES.values()), re.MULTILINE)
    assert set(units) == {"serve", "worker"}
    as_jobs = re.findall(r"mash-as ([a-z]+) ([a-z]+)", HOSTING + FILES["mash-as"])
    assert {job for job, _ in as_jobs} <= JOBS
    in_blocks = re.findall(r"^mash (\w+)", HOSTING, re.MULTILINE)
    assert {command for _, command in as_jobs} | {*units, *in_blocks} <= ours


def test_every_file_is_copied_by_the_steps_and_says_where_it_goes():
    steps = the_steps()
    for name, text in FILES.items():
        assert name in steps or "env/*.env" in steps, name
        head = "\n".join(text.splitlines()[:3])
        assert re.search(r"/(etc|usr/local)/\S+", head), name


def test_each_job_has_an_account_a_folder_a_role_and_its_settings():
    assert set(ENVS) == {"mash", "figures"} | JOBS
    for job in JOBS:
        own = settings_of(ENVS[job])
        database = django_database(own["DATABASE_URL"])
        assert database["USER"] == f"mash_{job}"
        assert database["OPTIONS"]["passfile"] == f"/etc/mash/passwords/{job}"
        assert own["MASH_HOME"] == f"/var/lib/mash/{job}"
        assert f"u mash-{job} " in FILES["sysusers.conf"]
        assert f"d /var/lib/mash/{job} 0700 mash-{job} " in FILES["tmpfiles.conf"]
    (allowed,) = re.findall(
        r"^host\s+mash\s+(\S+)\s+\S+\s+scram-sha-256$", FILES["pg_hba.conf"], re.MULTILINE
    )
    assert set(allowed.split(",")) == set(Role)


def test_the_figures_are_measured_by_the_publishers_account_and_read_by_the_pages():
    own, unit = settings_of(ENVS["figures"]), FILES["mash-figures.service"]
    jobs, records = (django_database(own[f"{of}DATABASE_URL"]) for of in ("", "PUBLISHER_"))
    assert (jobs["USER"], records["USER"]) == ("mash_worker", "mash_publisher")
    assert jobs["OPTIONS"]["passfile"] == "/etc/mash/passwords/figures"
    assert "/etc/mash/passwords/worker /etc/mash/passwords/figures" in HOSTING
    assert "User=mash-publisher\n" in unit
    assert "mash worker --queue figures\n" in unit
    assert "mash worker --queue default\n" in FILES["mash-worker.service"]
    folder = settings_of(ENVS["mash"])["MASH_FIGURES"]
    assert f"ReadWritePaths=/var/lib/mash/publisher {folder}\n" in unit
    assert f"d {folder} 2750 mash-publisher mash\n" in FILES["tmpfiles.conf"]  # the pages are of that group
    # drafts of releases are begun on pages
    assert f"d {folder}/drafts 2770 mash-publisher mash\n" in FILES["tmpfiles.conf"]
    assert f"ReadWritePaths={folder}/drafts\n" in FILES["mash-serve.service"]


def test_only_who_writes_on_the_trail_has_its_key_and_only_the_pages_have_the_others():
    keys = {
        job: {key for key in settings_of(text) if key.endswith("_KEY_FILE")} for job, text in ENVS.items()
    }
    assert keys["worker"] == {"MASH_TRAIL_KEY_FILE", "MASH_SURVEYS_KEY_FILE"}  # it sends their letters
    assert keys["app"] == {f"MASH_{key}_KEY_FILE" for key in ("TRAIL", "DJANGO", "SECOND_FACTOR", "SURVEYS")}
    assert keys["mash"] == keys["owner"] == keys["publisher"] == set()
    for job in ("app", "worker"):
        assert settings_of(ENVS[job])["MASH_TRAIL_ANCHOR"].startswith("/var/lib/mash/anchor/")
        unit = FILES[f"mash-{'serve' if job == 'app' else 'worker'}.service"]
        assert f"User=mash-{job}\n" in unit
        assert f"EnvironmentFile=/etc/mash/{job}.env\n" in unit
        assert f"ReadWritePaths=/var/lib/mash/{job} /var/lib/mash/anchor\n" in unit


def test_nginx_asks_the_app_where_it_listens_and_refuses_sooner_than_it():
    nginx, common = FILES["nginx.conf"], settings_of(ENVS["mash"])
    assert common["MASH_HTTPS"] == "1"
    assert set(re.findall(r"proxy_pass (\S+);", nginx)) == {f"http://127.0.0.1:{common['PORT']}"}
    assert set(re.findall(r"server_name (\S+);", nginx)) == {"_", *common["MASH_HOSTS"].split()}
    (kilobytes,) = re.findall(r"client_max_body_size (\d+)k;", nginx)
    assert int(kilobytes) * 1024 < settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_nginx_writes_down_no_address_of_a_page():
    nginx = FILES["nginx.conf"]
    (form,) = re.findall(r"log_format mash '([^']*)'", nginx)
    kept = {"time_iso8601", "remote_addr", "request_method", "status", "body_bytes_sent", "request_time"}
    assert set(re.findall(r"\$(\w+)", form)) == kept
    servers = nginx.count("\nserver {")
    assert nginx.count("access_log /var/log/nginx/mash.log mash;") == nginx.count("access_log") == servers
    assert nginx.count("error_log /dev/null emerg;") == nginx.count("error_log") == servers
