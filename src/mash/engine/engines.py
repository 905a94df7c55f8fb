"""The engines by name."""

from collections.abc import Callable

from mash.engine.backend import Backend
from mash.engine.duckdb_ import DuckDB
from mash.engine.question import QuestionError
from mash.engine.spark import NoJava, Spark

ENGINES: dict[str, Callable[[], Backend]] = {"duckdb": DuckDB, "spark": Spark}


def engine_named(name: str) -> Backend:
    """A fresh engine: `duckdb` or `spark`. Raises QuestionError where there is none, or no Java for Spark."""
    if name not in ENGINES:
        raise QuestionError(f"there is no engine {name!r}; use one of {', '.join(ENGINES)}")
    try:
        return ENGINES[name]()
    except NoJava as error:
        raise QuestionError(str(error)) from None
