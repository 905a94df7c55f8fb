"""Logs: one JSON line an event, without personal data.

An exception is told by its kind and where it happened, never by its message: PostgreSQL, say, puts the
values of the row into it. A page is told by its route's pattern, not by its address.
"""

import logging
import logging.config
import traceback
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def _without_words(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """An exception by kind and place only."""
    info = event.pop("exc_info", None)
    if info is True:
        import sys

        info = sys.exc_info()
    if isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    if info and info[0] is not None:
        event["exception"] = info[0].__qualname__
        event["where"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(info[2])
        ]
    return event


class Unfilled(logging.Filter):
    """Lines of other people's code with their words as written, without what would be filled into them."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every line through, and forgets its values."""
        record.args = None
        return True


_SHARED: list[Any] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    _without_words,
]

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _SHARED,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        }
    },
    "filters": {"unfilled": {"()": Unfilled}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["unfilled"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"mash": {"level": "INFO"}, "procrastinate": {"level": "WARNING"}},
}


def configure(config: dict[str, Any]) -> None:
    """Set up Python's logging and structlog's alike."""
    logging.config.dictConfig(config)
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
