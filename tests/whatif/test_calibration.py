"""Calibration finds a known hub again; what a queue is, and what is none, is told apart."""

from dataclasses import replace

import numpy as np
import pytest

from mash.engine.duckdb_ import DuckDB
from mash.whatif import queue
from mash.whatif.begun import Record, begun
from mash.whatif.fitted import fitted, likeliest
from mash.whatif.hours import ALWAYS
from mash.whatif.model import calibrated
from mash.whatif.rota import BY_DUE, FIRST_COME, URGENT_FIRST, URGENT_THEN_DUE
from mash.whatif.trace import read
from tests.whatif.test_queue import NINE_TO_FIVE, rota
from tests.whatif.toy import BUSY, QUICK


@pytest.fixture(scope="module")
def model(hub):
    return hub[1]


def test_people_hours_and_order_of_every_desk_are_found(model):
    rating, busy = model.rating.rota, model.agencies[BUSY].rota
    assert rating.hours[0] == ((16, 20), None, None, None)
    assert rating.staff[0] == 2
    assert busy.hours[0] == ((18, 16), None, None, None)
    assert busy.staff[0] == 2
    assert rating.order == busy.order == FIRST_COME
    assert not rating.finishes
    assert not busy.finishes


def test_an_agency_that_nothing_waits_at_has_no_queue(model):
    quick = model.agencies[QUICK].rota
    assert not quick.queues
    assert quick.hours[0] == ((18, 16), None, None, None)


def test_how_long_work_takes_is_found(model):
    assert model.rating.any.waits.mean() == pytest.approx(0.5, rel=0.07)
    assert model.agencies[BUSY].any.waits.mean() == pytest.approx(1.5, rel=0.07)
    assert model.agencies[QUICK].any.median() == pytest.approx(np.exp(0.5), rel=0.08)


def test_a_hub_that_waits_for_every_answer_has_no_end_of_patience(model):
    assert model.patience.by_risk == {}
    assert model.patience.sure.all()


def lived(order, people=2.0, load=0.85, size=2500, seed=4):
    """The record of a desk with a known rota."""
    rng = np.random.default_rng(seed)
    desk = rota(days=220, people=people, hours=NINE_TO_FIVE, order=order)
    days = np.flatnonzero(desk.calendar.kinds == 0)[:-10]
    arrived = np.sort(rng.choice(days, size) * 24 + rng.uniform(8, 17, size))
    work = rng.gamma(2, load * people * 8 * len(days) / size / 2, size)
    urgent, due = rng.random(size) < 0.15, arrived + rng.choice([4.0, 24.0, 72.0], size)
    gone = queue.left(desk, arrived, due, urgent, work, np.inf)
    risk = urgent.astype(np.int64)
    return desk, work, Record(arrived, gone, due, urgent, risk, np.ones(size, dtype=bool))


@pytest.mark.parametrize("order", [FIRST_COME, URGENT_FIRST, URGENT_THEN_DUE, BY_DUE])
def test_when_work_was_begun_follows_from_when_it_came_and_left(order):
    desk, work, record = lived(order)
    found = begun(record, desk)
    assert found.out_of_turn == 0
    assert desk.work(found.at, record.left, record.urgent) == pytest.approx(work, abs=1e-6)


@pytest.mark.parametrize(("order", "people"), [(FIRST_COME, 3.0), (URGENT_THEN_DUE, 2.0), (BY_DUE, 1.0)])
def test_the_likeliest_rota_is_the_true_one(order, people):
    desk, _, record = lived(order, people)
    found = likeliest(desk.calendar, record)
    assert (found.order, found.staff[0], found.hours[0][0]) == (order, people, (18, 16))


def test_a_record_that_tells_work_too_short_is_set_right_by_how_long_it_stayed():
    desk, work, record = lived(FIRST_COME)
    some = Record(*(getattr(record, name)[:2000] for name in Record.__dataclass_fields__))
    found = fitted(desk.calendar, some)
    assert found.any.waits.mean() == pytest.approx(work[:2000].mean(), rel=0.04)
    again = fitted(desk.calendar, some, start=replace(found.rota, hours=found.rota.hours))
    assert again.rota == found.rota


@pytest.fixture(scope="module")
def hub_of_the_demo(simulated):
    files, question = simulated
    backend = DuckDB()
    found = read(files, question, backend)
    backend.close()
    return found, calibrated(found)


def test_of_the_simulated_hub_hours_queues_and_patience_are_found(hub_of_the_demo):
    found, model = hub_of_the_demo
    agencies = dict(zip(found.agencies, model.agencies, strict=True))
    for name in ("childrens", "education", "mental_health", "housing"):
        assert agencies[name].rota.hours[0] == ((18, 16), None, None, None), name
    assert agencies["police"].rota.hours[0][0] == ALWAYS
    assert not any(desk.rota.queues for desk in model.agencies)
    assert model.rating.rota.hours[0][0][0] == 16
    assert model.rating.rota.staff[0] == 1
    patience = [model.patience.by_risk[risk].at(np.array([0.5]))[0] for risk in range(3)]
    assert patience == pytest.approx([40.0, 14.0, 35 / 60], rel=0.1)


def test_an_agency_that_never_answers_is_a_desk_that_nothing_leaves(hub):
    found, _ = hub
    silent = found.agency == BUSY
    mute = replace(
        found,
        answered=~silent,
        watched=np.where(silent, found.as_at - (found.asked[found.of] + found.lag), found.watched),
    )
    desk = calibrated(mute).agencies[BUSY]
    assert not desk.rota.queues
    assert np.isinf(desk.hours(np.zeros(3, dtype=np.int64), np.array([0.1, 0.5, 0.9]))).all()
