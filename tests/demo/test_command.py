"""`mash simulate` on the command line."""

import json
import time

from typer.testing import CliRunner

from mash.cli import app
from mash.demo.simulate import simulate


def test_simulate_says_what_it_wrote(tmp_path):
    out = tmp_path / "hub"
    result = CliRunner().invoke(
        app, ["simulate", "--referrals", "20", "--seed", "2", "--out", str(out), "--json"]
    )
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["rows"]["referrals"] == 20
    assert {path.name for path in out.iterdir()} == {"extracts", "dataset", "truth"}


def test_simulate_refuses_a_folder_that_exists(tmp_path):
    result = CliRunner().invoke(app, ["simulate", "--referrals", "20", "--out", str(tmp_path)])
    assert result.exit_code == 1
    assert "exists already" in result.stderr


def test_no_referrals_is_wrong_usage(tmp_path):
    result = CliRunner().invoke(app, ["simulate", "--referrals", "0", "--out", str(tmp_path / "hub")])
    assert result.exit_code == 2


def test_two_thousand_referrals_take_seconds(tmp_path):
    began = time.process_time()
    simulate(2_000, 1, tmp_path / "hub")
    assert time.process_time() - began < 8
