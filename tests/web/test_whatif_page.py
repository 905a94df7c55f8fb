"""The page of what-if questions: who may ask, what cannot be asked, and that its answer is the command's."""

import json

import polars as pl
import pytest
from django.urls import reverse
from typer.testing import CliRunner

from mash.cli import answer_step, app
from mash.figures import kept
from mash.figures.supposing import supposed, supposed_of
from tests.cast import make_cast
from tests.figures.made import held_in, small
from tests.web.casework import at_the_keyboard
from tests.web.test_performance import jobs, words

pytestmark = pytest.mark.django_db
TO = "performance_what_if"
#: Everything of the hub, lived as few times as tell an interval.
FEW = {"window": "all", "lives": "5"}
BLUE = FEW | {"target_risk": "blue", "target_hours": "48"}


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    return small(tmp_path_factory.mktemp("hub"), referrals=400)


@pytest.fixture(scope="module")
def held(tables, tmp_path_factory):
    return held_in(tmp_path_factory.mktemp("figures"), tables)


@pytest.fixture
def root(held, settings):
    settings.FIGURES = held.path.parents[3]
    return settings.FIGURES


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def anna(cast, root):
    return at_the_keyboard(cast, "anna")


def at_work(root, held):
    """Do what the worker was asked last; its key."""
    told = json.loads(jobs()[-1][1]["asked"])
    assert told["dataset"] == held.sha256
    return supposed(root, held, supposed_of(told))


def test_who_does_not_work_with_measures_is_refused(cast, root):
    assert at_the_keyboard(cast, "bob").get(reverse(TO), BLUE).status_code == 403
    assert jobs() == []


def test_without_a_dataset_the_page_says_so(cast, settings, tmp_path):
    settings.FIGURES = tmp_path
    assert "not been measured yet" in words(at_the_keyboard(cast, "anna").get(reverse(TO), BLUE))


def test_a_model_of_several_hubs_is_offered_to_nobody(cast, settings, tables, tmp_path):
    from mash.partnership.models import Appointment

    two = pl.DataFrame({"hub_id": ["fenland", "moorland"], "name": ["The Fens", "Moorland"]})
    settings.FIGURES = tmp_path
    held_in(tmp_path, tables | {"hubs": two})
    anna = at_the_keyboard(cast, "anna")
    confined = words(anna.get(reverse(TO), BLUE))
    assert "This is not offered here." in confined
    assert "hubs in which you do not read measures" in confined
    assert "The Fens" not in confined
    assert '<form method="get"' not in confined
    Appointment.objects.create(account=cast.accounts["anna"], hub_id="fenland", role="analyst")
    assert "this dataset holds 2: Moorland, The Fens" in words(anna.get(reverse(TO), BLUE))
    assert jobs() == []


@pytest.mark.parametrize(
    ("asked", "field", "said"),
    [
        ({"meets_due": ""}, "meets_due", "Choose an agency here, or one of the other changes"),
        ({"meets_due": "nobody"}, "meets_due", "Choose one of those that are offered"),
        ({"target_risk": "puce", "target_hours": "4"}, "target_risk", "Choose one of those that are"),
        ({"target_risk": "blue"}, "target_hours", "Say this too, or leave the change out"),
        ({"target_hours": "48"}, "target_risk", "Say this too, or leave the change out"),
        ({"target_risk": "blue", "target_hours": "soon"}, "target_hours", "write a number from 0 to 8760"),
        ({"target_risk": "blue", "target_hours": "nan"}, "target_hours", "write a number from 0 to 8760"),
        ({"extra_at": "police", "extra_on": "mon"}, "extra_people", "Say this too"),
        ({"extra_at": "police", "extra_on": "moonday", "extra_people": "1"}, "extra_on",
         "There is no weekday"),
        ({"extra_at": "police", "extra_on": "mon:1", "extra_people": "1"}, "extra_on", "is not understood"),
        ({"extra_at": "police", "extra_on": "mon", "extra_people": "-1"}, "extra_people", "write 1 to 20"),
        ({"arrivals": "9"}, "arrivals", "write a number from 0.5 to 2"),
        ({"arrivals": "1.1", "lives": "4"}, "lives", "must be a whole number from 5 to 200"),
        ({"arrivals": "1.1", "lives": "9999"}, "lives", "must be a whole number from 5 to 200"),
        ({"arrivals": "1.1", "first_day": "1", "first_month": "4", "first_year": "2025"}, "last",
         "Enter both the first and the last day"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_told_at_the_field_and_nobody_is_asked(anna, asked, field, said):
    page = anna.get(reverse(TO), asked)
    assert any(said in error for error in page.context["form"].errors[field])
    assert "There is a problem" in words(page)
    assert jobs() == []


def test_a_page_that_is_only_opened_asks_nothing(anna):
    page = words(anna.get(reverse(TO), {"window": "all", "agency": "police"}))
    assert "There is a problem" not in page
    assert '<option value="mental_health">' in page
    assert '<option value="rating-desk">The desk that rates</option>' in page
    assert '<option value="blue">' in page
    assert jobs() == []


def test_it_is_linked_from_the_measure_of_timeliness_alone(anna):
    def linked(measure):
        return f'href="{reverse(TO)}?window=all"' in words(
            anna.get(reverse("performance_measure", kwargs={"measure": measure}), {"window": "all"})
        )

    assert linked("m04_timeliness")
    assert not linked("m05_outcomes")


def test_the_worker_is_asked_once_and_its_answer_is_that_of_the_command(anna, root, held):
    asked = BLUE | {"extra_at": "decision-desk", "extra_on": "mon", "extra_people": "1"}
    for _ in range(2):
        assert "Being computed" in words(anna.get(reverse(TO), asked))
    [(task, given)] = jobs()
    assert task == "answer_question"
    assert json.loads(given["asked"])["suppose"] == {
        "options": {"extra": ["decision-desk:mon:1"], "target": ["blue:48"]},
        "replications": 5,
    }
    key = at_work(root, held)
    page = anna.get(reverse(TO), asked)
    question = page.context["question"]
    command = [
        *("whatif", held.path, "--as-at", question.as_at.isoformat(), "--start", question.start),
        *("--end", question.end, "--replications", 5),
        *("--target", "blue:48", "--extra", "decision-desk:mon:1"),
    ]
    printed = CliRunner().invoke(app, [*map(str, command)])
    assert printed.exit_code == 0, printed.output
    shown = words(page)
    found = kept.found(root, key).drawn()
    assert found["answer"]["finding"] in printed.stdout
    assert found["answer"]["finding"] in shown
    for table in found["compared"][:3]:
        for _, cells in table["rows"]:
            assert "".join(f"{cell:>24}" for cell in cells) in printed.stdout
            for cell in cells:
                assert f">{cell}</td>" in shown
    for line in (*found["answer"]["assumptions"], found["answer"]["fit"]["verdict"]):
        assert line in printed.stdout
        assert line in page.content.decode().replace("&#x27;", "'")
    assert "Being computed" not in shown
    assert len(jobs()) == 1
    again = anna.get(f"{reverse(TO)}?{page.context['lasting']}")
    assert again.context["found"] == page.context["found"]


def test_what_the_model_refuses_is_told(anna, root, held):
    asked = FEW | {"extra_at": "education", "extra_on": "sun", "extra_people": "1"}
    anna.get(reverse(TO), asked)
    at_work(root, held)
    assert "education is never open on a Sunday" in words(anna.get(reverse(TO), asked))
    quarter = BLUE | {"window": "quarter"}
    anna.get(reverse(TO), quarter)
    at_work(root, held)
    assert "a model needs 200: choose a longer window" in words(anna.get(reverse(TO), quarter))


def test_the_step_of_the_worker_answers_what_if(anna, root, held, monkeypatch):
    """The command that the worker runs, in this process; a dataset that has gone is answered by nobody."""
    monkeypatch.setattr("mash.config.home.figures", lambda: root)
    anna.get(reverse(TO), FEW | {"arrivals": "0.5"})
    asked = jobs()[-1][1]["asked"]
    answer_step.command(json.dumps(json.loads(asked) | {"dataset": "gone"}))
    assert "Being computed" in words(anna.get(reverse(TO), FEW | {"arrivals": "0.5"}))
    answer_step.command(asked)
    assert "0.5 times as many referrals came" in words(anna.get(reverse(TO), FEW | {"arrivals": "0.5"}))
