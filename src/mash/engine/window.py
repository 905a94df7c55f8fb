"""The reporting window in expressions: which days lie in it, which month a day belongs to."""

import ibis
import ibis.expr.types as ir

from mash.engine.question import Question


def in_window(day: ir.DateValue, question: Question) -> ir.BooleanValue:
    """True where a London date lies in the window; never after as-at."""
    return (day >= ibis.literal(question.start)) & before_end(day, question)


def before_end(day: ir.DateValue, question: Question) -> ir.BooleanValue:
    """True where a London date lies before the window's end: what the stocks count (measures-rules.md)."""
    return day < ibis.literal(question.window_end)


def month_of(day: ir.DateValue) -> ir.StringValue:
    """The calendar month of a London date, as `YYYY-MM`."""
    return day.year().cast("string").lpad(4, "0") + "-" + day.month().cast("string").lpad(2, "0")
