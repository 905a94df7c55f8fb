"""What a comparison is: levels of agreement with their weights (Fellegi and Sunter's m and u)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Level:
    """One degree of agreement: its name, when it holds (SQL on _l and _r), and its m and u."""

    name: str
    holds: str
    m: float
    u: float


@dataclass(frozen=True)
class Comparison:
    """What is compared: `unknown` says when nothing can be said; the first level that holds counts."""

    name: str
    unknown: str
    levels: tuple[Level, ...]

    def number(self, level: str) -> int:
        """The number that Splink gives to a level: the last is 0, unknown is -1."""
        names = [level.name for level in self.levels]
        return -1 if level == "unknown" else len(names) - 1 - names.index(level)


def either_unknown(column: str) -> str:
    """SQL: nothing can be said, as one side has nothing."""
    return f"{column}_l IS NULL OR {column}_r IS NULL"
