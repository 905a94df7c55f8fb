"""The pages of performance: what is asked is answered or asked of the worker, counts lead to records, and
nobody sees the figures of a hub that is not theirs.
"""

import csv
import io
import json
from html import unescape

import polars as pl
import pytest
from django.db import connection
from django.urls import reverse

from mash.figures import kept, listing
from mash.figures.answering import answered
from mash.figures.asked import question_of
from mash.figures.held import current
from mash.framework.measures import MEASURES
from mash.measures import all_statistics
from mash.partnership.models import Appointment
from mash.partnership.policy import ROLES, Permission
from mash.trail.models import Entry
from tests.cast import make_cast, submitted
from tests.figures.made import AS_AT, held_in, small, store_in
from tests.web.casework import at_the_keyboard

pytestmark = pytest.mark.django_db
LOOKS = {name for name, role in ROLES.items() if Permission.MEASURE_WORK in role.permissions}


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    return small(tmp_path_factory.mktemp("hub"))


@pytest.fixture(scope="module")
def store(tables, tmp_path_factory):
    root = tmp_path_factory.mktemp("figures")
    store_in(root, tables)
    return root


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def anna(cast, store, settings):
    settings.FIGURES = store
    return at_the_keyboard(cast, "anna")


def jobs():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, args FROM procrastinate_jobs WHERE queue_name = 'figures' ORDER BY id"
        )
        return [(name, json.loads(args)) for name, args in cursor.fetchall()]


def words(answer):
    return " ".join(answer.content.decode().split())


def test_without_a_dataset_a_page_says_so_and_one_can_have_it_made(cast, settings, tmp_path):
    settings.FIGURES = tmp_path
    anna = at_the_keyboard(cast, "anna")
    for name, parts in (("performance", {}), ("performance_measure", {"measure": "m04_timeliness"})):
        assert "not been measured yet" in words(anna.get(reverse(name, kwargs=parts)))
    for _ in range(2):  # once for all who ask meanwhile
        anna.post(reverse("performance_refresh"))
    assert jobs() == [("refresh_figures", {"timestamp": 0})]


def test_all_measures_stand_at_a_glance_and_each_has_its_page(anna):
    at_a_glance = words(anna.get(reverse("performance")))
    for measure in MEASURES:
        to = reverse("performance_measure", kwargs={"measure": measure.name})
        assert f'href="{to}"' in at_a_glance
        page = words(anna.get(to))
        assert measure.question[:60] in unescape(page)
    assert jobs() == []


def test_every_figure_of_a_page_is_that_of_its_csv(anna, store):
    """Whole numbers as they are written; the table of the page and the file have the same rows."""
    from mash.web.performance import views

    for statistic in all_statistics():
        to = reverse("performance_csv", kwargs={"measure": statistic.measure, "statistic": statistic.name})
        answer = anna.get(to)
        rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
        assert answer["Content-Disposition"].startswith("attachment")
        held = current(store, "records")
        figures = views.Figures(kept.found(store, _key(held)).results, statistic.measure)
        table = views.table(figures, statistic.name)
        assert len(rows) == len(table.rows), statistic.key
        for row, cells in zip(rows, table.rows, strict=True):
            for text, cell in zip(row.values(), cells, strict=True):
                if cell.number and text.isdigit():
                    assert cell.text.replace(",", "") == text, (statistic.key, row)


def _key(held):
    from mash.figures.asked import key_of
    from mash.figures.windows import usual

    return key_of(held.sha256, usual(held))


def test_a_picture_is_a_picture_and_there_is_none_beyond_the_last(anna):
    to = reverse("performance_chart", kwargs={"measure": "m01_referrals_by_agency", "number": 0})
    answer = anna.get(to)
    assert answer["Content-Type"].startswith("image/svg+xml")
    assert answer.content.lstrip().startswith(b"<svg")
    assert anna.get(to.replace("chart-0", "chart-99")).status_code == 404


def test_what_is_not_answered_yet_is_asked_of_the_worker_once_and_then_there(anna, store):
    to = reverse("performance_measure", kwargs={"measure": "m04_timeliness"})
    asked = {"agency": "police", "window": "12months", "policy": "current"}
    for _ in range(2):
        assert "Being computed" in words(anna.get(to, asked))
    [(task, given)] = jobs()
    assert task == "answer_question"
    told = json.loads(given["asked"])
    assert told["scope"] == {"agency_id": "police"}
    assert told["parameters"]["target_policy"] == "current"
    answered(store, current(store, "records"), question_of(told))
    page = words(anna.get(to, asked))
    assert "Being computed" not in page
    assert "Only agency" in page
    assert "target policy current" in page


def test_a_measure_that_a_filter_does_not_narrow_says_so(anna, store):
    told = words(
        anna.get(reverse("performance_measure", kwargs={"measure": "m09_complaints"}), {"locality": ""})
    )
    assert "Not narrowed by" not in told
    to = reverse("performance_measure", kwargs={"measure": "m09_complaints"})
    place = next(iter(current(store, "records").codes["locality"]))
    asked = {"locality": place, "cohort": "neglect"}
    told = words(anna.get(to, asked))
    assert "Not narrowed by cohort and locality" in told


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"repeat_days": "many"}, "must be a whole number from 1 to 3650"),
        ({"first_day": "1", "first_month": "4", "first_year": "2025"}, "Enter both the first and the last"),
        (
            {
                "first_day": "2", "first_month": "4", "first_year": "2025",
                "last_day": "1", "last_month": "4", "last_year": "2025",
            },
            "The last day must not be before the first",
        ),
        ({"agency": "nobody"}, "Choose one of those that are offered"),
        ({"as_at_day": "31", "as_at_month": "2", "as_at_year": "2025"}, "must be a real date"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_told_and_the_usual_is_shown(anna, asked, said):
    page = words(anna.get(reverse("performance"), asked))
    assert said in page
    assert "There is a problem" in page
    assert "Being computed" not in page
    assert jobs() == []


def test_the_lasting_link_asks_the_same_of_the_same_dataset(anna, store, tables):
    to = reverse("performance")
    page = anna.get(to, {"cohort": "neglect"})
    lasting = page.context["lasting"]
    newer = held_in(store, tables, as_at=current(store, "records").as_at.replace(day=16))
    try:
        again = anna.get(f"{to}?{lasting}")
        assert again.context["question"] == page.context["question"]
        assert again.context["held"].sha256 == page.context["held"].sha256
        assert anna.get(to).context["held"].as_at == newer.as_at
    finally:
        import shutil

        shutil.rmtree(newer.path.parent)


def test_who_holds_the_role_in_another_hub_sees_nothing_of_it(cast, anna):
    quinta = at_the_keyboard(cast, "quinta")  # of Fenland; the dataset is of Moorland
    assert "not been measured yet" in words(quinta.get(reverse("performance")))
    to = reverse("performance_csv", kwargs={"measure": "m01_referrals_by_agency", "statistic": "by_agency"})
    assert b"," not in quinta.get(to).content.split(b"<!DOCTYPE")[0]


def test_of_a_dataset_of_two_hubs_one_sees_ones_own(cast, settings, tables, tmp_path):
    referrals = tables["referrals"].with_row_index()
    other = pl.when(pl.col("index") % 3 == 0).then(pl.lit("fenland")).otherwise(pl.lit("moorland"))
    two = tables | {
        "referrals": referrals.with_columns(hub_id=other).drop("index"),
        "hubs": pl.DataFrame({"hub_id": ["fenland", "moorland"], "name": ["Fenland", "Moorland"]}),
    }
    settings.FIGURES = tmp_path
    store_in(tmp_path, two)
    anna = at_the_keyboard(cast, "anna")
    page = anna.get(reverse("performance"))
    assert page.context["question"].scope.hub_id == "moorland"
    assert [code for code, _ in page.context["form"].fields["hub"].choices] == ["moorland"]
    forced = anna.get(reverse("performance"), {"hub": "fenland"})
    assert forced.context["question"].scope.hub_id == "moorland"
    assert "Choose one of those that are offered" in words(forced)
    # registers are not kept by hub: their figures would be of both
    for measure in ("m08_satisfaction", "m09_complaints", "m13_leadership", "m00_baseline"):
        assert anna.get(reverse("performance_measure", kwargs={"measure": measure})).status_code == 404
        assert reverse("performance_measure", kwargs={"measure": measure}) not in words(page)
    # who holds the role in both sees both together
    Appointment.objects.create(account=cast.accounts["anna"], hub_id="fenland", role="analyst")
    assert anna.get(reverse("performance")).context["question"].scope.hub_id is None


def test_a_count_leads_to_its_records_for_who_may_see_them(cast, settings, tables, tmp_path):
    """The records of the database stand behind it: one that somebody may not see is counted and not named."""
    seen = submitted(cast)
    hidden = submitted(cast, by="fay", hub="fenland")
    ids = [str(seen.pk), str(hidden.pk)]
    mine = (
        tables["referrals"]
        .sort("received_at")
        .filter(pl.col("received_at") < AS_AT)
        .tail(60)
        .head(2)
        .with_columns(referral_id=pl.Series(ids), agency_id=pl.lit("police"))
    )
    empty = {name: table.clear() for name, table in tables.items()}
    references = ("hubs", "agencies", "cohorts", "risks", "outcomes", "closed_days")
    few = empty | {name: tables[name] for name in references} | {"referrals": mine}
    settings.FIGURES = tmp_path
    held = store_in(tmp_path, few)
    Appointment.objects.create(account=cast.accounts["tess"], hub_id="moorland", role="analyst")
    tess, anna = at_the_keyboard(cast, "tess"), at_the_keyboard(cast, "anna")
    page = reverse("performance_measure", kwargs={"measure": "m01_referrals_by_agency"})
    to = reverse(
        "performance_behind",
        kwargs={"measure": "m01_referrals_by_agency", "statistic": "by_agency", "column": "referrals"},
    )
    assert to in words(tess.get(page))
    assert to not in words(anna.get(page))  # an analyst sees no record
    assert anna.get(f"{to}?row=*").status_code == 404
    assert "Being listed" in words(tess.get(f"{to}?row=*"))
    [(_, given)] = jobs()
    told = json.loads(given["asked"])
    question = question_of(told)
    listing.make(tmp_path, held, question, answered(tmp_path, held, question), listing.Cell(**told["behind"]))
    looked = Entry.objects.filter(verb="listed", kind="measure")
    before = looked.count()
    found = words(tess.get(f"{to}?row=*"))
    assert looked.count() == before + 1
    assert "2: Referrals" in found
    assert seen.reference in found
    assert hidden.reference not in found
    assert "1 more on this page that you do not see" in found
    for wrong in ("", "row=nobody", "row=*&row=*"):
        assert tess.get(f"{to}?{wrong}").status_code == 404
