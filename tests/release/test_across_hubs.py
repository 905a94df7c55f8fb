"""Hubs compared: each hub's own figures, limits of chance and of what is usual, all of it in words."""

import hashlib
import json
import re
import shutil

from typer.testing import CliRunner

from mash.cli import app
from mash.engine.by_hub import ByHub, read_by_hub
from mash.engine.results import Results
from mash.release.across_hubs import COMPARED, TITLE, WORDS, compared, sections, write_comparison
from mash.release.across_releases import read_releases
from mash.release.report import TITLE as REPORT
from mash.release.report import report

ON_TIME = next(one for one in COMPARED if one.key == "m04_timeliness/by_risk")


def test_every_share_that_releases_are_compared_by_has_its_words():
    assert {one.key for one in COMPARED} == set(WORDS)


class Given(Results):
    """Results of which one statistic is given."""

    def __init__(self, results, key, rows):
        super().__init__(results.about, results.folder)
        object.__setattr__(self, "given", (key, rows))

    def rows(self, key):
        return self.given[1] if key == self.given[0] else super().rows(key)


def on_time(results, met, due):
    """The results with so many decided in time."""
    rows = [
        row | {"met": str(met), "due": str(due)} if row["risk"] == "*" else row
        for row in results.rows(ON_TIME.key)
    ]
    return Given(results, ON_TIME.key, rows)


def hubs(results, *counts, names=None):
    """Hubs with these counts, (decided in time, due) each."""
    each = {f"h{number:02d}": on_time(results, *one) for number, one in enumerate(counts)}
    return ByHub(results, each, names or {hub: f"Place {hub[1:]} hub" for hub in each})


def cells(table):
    return [[cell.text for cell in row] for row in table.rows]


def test_a_number_in_a_name_counts_as_a_number(hub_results):
    names = {"h00": "Hub 10", "h01": "Hub 2", "h02": "A hub"}
    found = compared(hubs(hub_results, (70, 100), (150, 200), (35, 50), names=names), ON_TIME)
    assert [row[0] for row in cells(found.table)][1:] == ["A hub", "Hub 2", "Hub 10"]


def test_rates_that_chance_alone_would_give_are_said_to_be_that(hub_results):
    found = compared(hubs(hub_results, (70, 100), (150, 200), (35, 50)), ON_TIME)
    assert found.finding == (
        "Decided in time: 72.9 % in all hubs together, from 70.0 % (Place 00 hub) to 75.0 % (Place 01 hub); "
        "no hub lies outside what chance would give."
    )
    assert found.chart.title == "Decided in time: no hub lies outside what chance would give"
    assert found.chart.text.endswith("the differences may be chance alone.")
    assert cells(found.table)[:2] == [
        ["All hubs together", "", "72.9 %", "68.0 %", "77.2 %", "255", "350"],
        ["Place 00 hub", "inside the limits", "70.0 %", "60.4 %", "78.1 %", "70", "100"],
    ]


def test_a_hub_outside_the_limits_is_named_in_title_words_table_and_picture(hub_results):
    found = compared(hubs(hub_results, (700, 1000), (690, 1000), (600, 1000)), ON_TIME)
    assert found.chart.title == "Decided in time: Place 02 hub lies below the limits"
    assert "Outside the 99.8 % limits: Place 02 hub (60.0 %, below)." in found.chart.text
    assert ">Place 02</tspan>" in found.chart.svg  # without the word that ends all their names
    assert [row[1] for row in cells(found.table)] == [
        "",
        "inside the limits",
        "inside the limits",
        "below the limits",
    ]


def test_large_hubs_that_differ_as_hubs_do_are_not_all_outside(hub_results):
    """Twenty hubs 69 to 71 % in time, 100,000 cases each: chance would keep them within half a point."""
    usual = [(round(1000 * share), 100_000) for share in [69 + 0.1 * i for i in range(20)]]
    found = compared(hubs(hub_results, *usual, (60_000, 100_000)), ON_TIME)
    assert found.chart.title == "Decided in time: Place 20 hub lies below the limits"
    assert re.search(
        r"limits of what is usual: hubs differ by more than chance, by a standard deviation of 0\.\d points",
        found.chart.text,
    )
    few = compared(hubs(hub_results, *usual[:9]), ON_TIME)  # too few to say what is usual among them
    assert "what chance alone would give" in few.chart.text


def test_a_hub_without_the_figure_is_listed_and_counted(hub_results):
    found = compared(hubs(hub_results, (70, 100), (0, 0), (150, 200)), ON_TIME)
    assert found.finding.endswith(" 1 hub has no such figure.")
    assert ["Place 01 hub", "no figure", "–", "–", "–", "–", "–"] in cells(found.table)
    alone = compared(hubs(hub_results, (70, 100), (0, 0)), ON_TIME)
    assert alone.chart is None
    assert (
        alone.finding
        == "Decided in time: fewer than two hubs have the figure, so there is nothing to compare."
    )
    assert [row[1] for row in cells(alone.table)] == ["", "not compared", "no figure"]
    nobody = compared(hubs(hub_results, (0, 0), (0, 0)), ON_TIME)
    assert [row[1] for row in cells(nobody.table)] == ["no figure", "no figure"]


def test_hubs_of_one_name_are_told_apart_by_their_codes(hub_results):
    found = compared(hubs(hub_results, (7, 10), (8, 10), names={"h00": "Hub", "h01": "Hub"}), ON_TIME)
    assert [row[0] for row in cells(found.table)] == ["All hubs together", "Hub (h00)", "Hub (h01)"]


def test_the_page_has_a_section_for_each_measure_with_a_rate_of_a_hub(hub_results, tmp_path):
    both = ByHub(hub_results, {"a": hub_results, "b": hub_results}, {"a": "North", "b": "<script>South"})
    found = sections(both)
    assert [one.name[:3] for one in found] == ["m01", "m03", "m04", "m05", "m06", "m08", "m09"]
    received = int(hub_results.rows("m01_referrals_by_agency/by_agency")[0]["referrals"])
    assert found[0].finding.startswith(f"2 hubs received {2 * received:,} referrals. Hubs serve populations")
    assert [len(one.charts) for one in found] == [0, 1, 2, 1, 1, 1, 1]
    path = write_comparison(both, tmp_path / "out")
    text = path.read_text(encoding="utf-8")
    assert f"<title>{TITLE}</title>" in text
    assert "unprotected figures" in text
    assert "<script" not in text
    assert hub_results.about["dataset_sha256"] in text
    assert f"<title>{REPORT}</title>" in report(hub_results)


def release(results, folder, **rows):
    """Published results with these rows in place of theirs."""
    shutil.copytree(results.folder, folder)
    about = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    for key, text in rows.items():
        entry = about["statistics"][key.replace("__", "/")]
        (folder / entry["file"]).write_text(text, encoding="utf-8")
        entry["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    about |= {"published": {"rule": "a rule"}}
    (folder / "results.json").write_text(json.dumps(about), encoding="utf-8")


RECEIVED = "agency_id,referrals,share,lower,upper\n"
TIMELY = "risk,due,met,on_time_rate,lower,upper\n"


def test_what_hubs_have_published_is_compared_without_what_is_hidden(hub_results, tmp_path):
    for name, received, met in (("north", "250", "90"), ("south", "c", "85"), ("west", "150", "c")):
        rows = {
            "m01_referrals_by_agency__by_agency": RECEIVED + f"*,{received},1,1,1\n",
            "m04_timeliness__by_risk": TIMELY + f"*,100,{met},c,c,c\n",
        }
        release(hub_results, tmp_path / name / ("results" if name == "west" else ""), **rows)
    folders = {name.title(): tmp_path / name for name in ("north", "south", "west")}
    words = [f"{name}={folder}" for name, folder in folders.items()]
    done = CliRunner().invoke(app, ["compare", *words, "--out", str(tmp_path / "out")])
    assert (done.exit_code, done.stderr) == (0, "")
    received, _, timely, *_ = sections(read_releases(folders))
    assert received.finding == (
        "2 hubs received 400 referrals. Hubs serve populations of different sizes, so the numbers themselves "
        "are not compared. Of 1 hub the number is not shown."
    )
    shown = [row[:2] for row in cells(received.tables[0])]
    assert shown == [["North", "250"], ["South", "[c]"], ["West", "150"]]
    assert timely.finding.startswith(
        "Decided in time: 87.5 % in all hubs together, from 85.0 % (South) to 90.0 % (North); no hub lies "
        "outside what chance would give. That of 1 hub is hidden, so that nobody can be recognised."
    )
    assert cells(timely.tables[0])[-1] == ["West", "hidden", *["[c]"] * 5]
    assert timely.tables[0].hidden == 5
    text = (tmp_path / "out" / "comparison.html").read_text(encoding="utf-8")
    assert "These are protected figures" in text
    assert "releases of 3 hubs, each of its own dataset" in text
    assert hub_results.about["dataset_sha256"] not in text


def test_releases_that_were_not_asked_alike_are_not_compared(hub_results, tmp_path):
    release(hub_results, tmp_path / "north")
    for name in ("window", "parameters"):
        release(hub_results, tmp_path / name)
        path = tmp_path / name / "results.json"
        about = json.loads(path.read_text(encoding="utf-8"))
        about[name] |= {"start": "2025-10-01"} if name == "window" else {"repeat_days": 90}
        path.write_text(json.dumps(about), encoding="utf-8")
    shutil.copytree(hub_results.folder, tmp_path / "raw")
    for words, said in {
        ("N=north", "S=window"): "S of the window 2025-10-01 to 2026-04-01; ask both alike",
        ("N=north", "S=parameters"): "repeat days 90",
        ("N=north", "S=raw"): "holds raw results; compare what was published",
        ("N=north",): "nothing to compare N with",
        ("N=north", "N=window"): "another hub of this name",
        ("N=north", "window"): "name the hub and its folder",
    }.items():
        given = [word.replace("=", f"={tmp_path}/") for word in words]
        done = CliRunner().invoke(app, ["compare", *given, "--out", str(tmp_path / "out")])
        assert done.exit_code == 1, words
        assert said in done.stderr.replace("\n", " "), words
    assert not (tmp_path / "out").exists()


def test_the_command_writes_the_page_or_says_what_is_missing(tmp_path, hub_results):
    for place in ("whole", "hubs/a", "hubs/b"):
        shutil.copytree(hub_results.folder, tmp_path / "results" / place)
    about = {
        "whole": "whole",
        "hubs": {hub: {"name": hub.upper(), "results": f"hubs/{hub}"} for hub in "ab"},
    }
    (tmp_path / "results" / "hubs.json").write_text(json.dumps(about))
    done = CliRunner().invoke(app, ["compare", str(tmp_path / "results"), "--out", str(tmp_path / "out")])
    assert (done.exit_code, done.stdout.strip()) == (0, str(tmp_path / "out" / "comparison.html"))
    again = read_by_hub(tmp_path / "results")
    assert again.hubs["a"].rows(ON_TIME.key) == hub_results.rows(ON_TIME.key)
    done = CliRunner().invoke(app, ["compare", str(tmp_path), "--out", str(tmp_path / "out")])
    assert done.exit_code == 1
    assert "is not a folder of results by hub" in done.stderr
