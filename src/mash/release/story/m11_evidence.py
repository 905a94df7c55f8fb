"""What the report says of measure eleven."""

from mash.release.charts import Chart, bars
from mash.release.figures import Figures, count, plural


def finding(figures: Figures) -> str:
    """What the library holds and whom it has served."""
    library = next(r for r in figures.rows("library") if r["kind"] == "*" and r["cohort_id"] == "*")
    uses = figures.total("uses", "agency_id")
    unserved = [figures.name("agency_id", row["agency_id"]) for row in figures.rows("unserved")]
    said = (
        f"The library holds {plural(library['items'], 'item')}; agencies asked for evidence "
        f"{plural(uses['requested'], 'time')} and were supplied {plural(uses['supplied'], 'time')}."
    )
    if unserved:
        said += f" Not supplied with any: {', '.join(unserved[:5])}"
        said += f" and {count(len(unserved) - 5)} more." if len(unserved) > 5 else "."
    return said


def charts(figures: Figures) -> list[Chart]:
    """Items by cohort."""
    rows = [
        row | {"name": figures.name("cohort_id", row["cohort_id"])}
        for row in figures.rows("library")
        if row["kind"] == "*" and row["cohort_id"] != "*"
    ]
    if not any(row["items"] for row in rows):
        return []
    rows.sort(key=lambda row: -row["items"])
    return [
        bars(
            "Items of the evidence library by cohort",
            "One bar for each cohort.",
            rows,
            label="name",
            value="items",
            axis="Items",
        )
    ]
