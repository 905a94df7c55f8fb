"""What is said of measure eleven."""

from mash.release.charts import Chart, bars
from mash.release.figures import Figures, Row, count, known, largest_first, leading, plural, unless_hidden
from mash.release.reading import HIGHER, Reading
from mash.release.trends import Direction


def _library(figures: Figures) -> Row:
    return next(r for r in figures.rows("library") if r["kind"] == "*" and r["cohort_id"] == "*")


def finding(figures: Figures) -> str:
    """What the library holds and whom it has served."""
    items, uses = _library(figures)["items"], figures.total("uses", "agency_id")
    said = unless_hidden(
        f"The library holds {plural(items, 'item')};", "How many items the library holds is not shown;", items
    )
    said += unless_hidden(
        f" agencies asked for evidence {plural(uses['requested'], 'time')} and were supplied {plural(uses['supplied'], 'time')}.",
        " how often agencies were supplied is not shown.",
        uses["requested"],
        uses["supplied"],
    )
    unserved = [figures.name("agency_id", row["agency_id"]) for row in figures.rows("unserved")]
    if unserved:
        said += f" Not supplied with any: {', '.join(unserved[:5])}"
        said += f" and {count(len(unserved) - 5)} more." if len(unserved) > 5 else "."
    return said


def charts(figures: Figures) -> list[Chart]:
    """Items by cohort."""
    found = [row for row in figures.rows("library") if row["kind"] == "*" and row["cohort_id"] != "*"]
    rows = largest_first(figures.named(found, "cohort_id"), "items")
    most, of_shown = leading(rows, "items")
    if not most:
        return []
    none = [row["name"] for row in rows if row["items"] == 0]
    title = (
        f"{of_shown}{'most' if of_shown else 'Most'} items of the library are about {most['name'].lower()}"
    )
    if none and not of_shown:
        title = f"The library has nothing on {none[0].lower()}" + (
            f" and {len(none) - 1} more" if none[1:] else ""
        )
    return [
        bars(
            title,
            "One bar for each cohort, longest first, with its number of items.",
            rows,
            subject="Items of the evidence library by cohort",
            label="label",
            value="items",
        )
    ]


def reading(figures: Figures) -> Reading:
    """The items of the library, and the agencies that have had nothing from it."""
    items, uses = _library(figures)["items"], figures.total("uses", "agency_id")["supplied"]
    figure = plural(items, "item")
    if known(uses):
        figure += f", supplied {plural(uses, 'time')}"
    figure = unless_hidden(figure, "items in the library: not shown", items)
    unserved = len(figures.rows("unserved"))
    attention = []
    if unserved:
        attention = [f"{plural(unserved, 'agency has', 'agencies have')} had no evidence from the library."]
    no_months = Direction("one figure for the whole window", None, "the library has no months")
    return Reading(figure, HIGHER, direction=no_months, attention=attention)
