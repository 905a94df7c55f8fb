"""A log line holds no personal data: not the words of an exception, nor what is filled into a message."""

import io
import json
import logging
import logging.config

import pytest
import structlog

from mash.config import logs

CANARY = "Zebedee Canary 1999-12-31"


@pytest.fixture
def lines():
    """What is logged while a test runs."""
    stream = io.StringIO()
    config = json.loads(json.dumps(logs.LOGGING, default=repr))  # a copy; classes are put back below
    config["formatters"], config["filters"] = logs.LOGGING["formatters"], logs.LOGGING["filters"]
    config["handlers"]["console"]["stream"] = stream
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    logs.configure(config)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def test_an_exception_is_told_by_kind_and_place_without_its_words(lines):
    try:
        raise ValueError(CANARY)
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", f"/person/{CANARY}")
        structlog.get_logger("mash.web").exception("broken")
    theirs, ours = lines()
    assert CANARY not in json.dumps([theirs, ours])
    assert theirs["exception"] == ours["exception"] == "ValueError"
    assert "test_logs.py" in ours["where"][-1]


def test_a_message_of_other_peoples_code_stays_unfilled(lines):
    logging.getLogger("somebody.else").warning("no such person: %s", CANARY)
    assert lines()[0]["event"] == "no such person: %s"
