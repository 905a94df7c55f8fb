"""A whole in its parts from the top down: one stacked bar, each part named beside it."""

from mash.release.charts.drawing import (
    BLUE,
    GREY,
    HIDDEN_MARK,
    INK,
    PALE,
    Chart,
    Rows,
    Sheet,
    Word,
    box,
    draw,
    left_out,
    rule,
)  # fmt: skip
from mash.release.charts.lettering import LINE, SIZE, spread
from mash.release.figures import HIDDEN, known

_HEIGHT = 260
_BAR = 84
#: Neighbours differ in lightness and have a line between them.
_SHADES = (PALE, BLUE, "#fff", GREY)


def stack(
    title: str, text: str, rows: Rows, *, subject: str, label: str, value: str, notes: str,
    ends: tuple[str, str],
) -> Chart:  # fmt: skip
    """Parts in the order given; `notes`: a column that says more of a part; `ends`: what stands at both ends.

    A part that is hidden or not defined is named below the bar.
    """
    parts = [row for row in rows if known(row[value])]
    whole = sum(row[value] for row in parts) or 1
    sheet = Sheet(_HEIGHT, (0, 1), (-1, 0), left=12, right=12, top=30, bottom=30)
    marks, names, top = [], [], 0.0
    for i, row in enumerate(parts):
        foot = top + row[value] / whole * _HEIGHT
        marks.append(box(0, top, _BAR, foot, _SHADES[i % len(_SHADES)], INK))
        names.append(((top + foot) / 2, f"{row[label]}: {100 * row[value]:.1f} %\n{row[notes]}".strip()))
        top = foot
    for row in rows:
        if not known(row[value]):
            names.append((_HEIGHT, f"{row[label]}: {HIDDEN_MARK if row[value] is HIDDEN else '–'}"))
    heights = spread([middle for middle, _ in names], 2 * SIZE * LINE + 5, 10, _HEIGHT - 10)
    for i, ((middle, said), height) in enumerate(zip(names, heights, strict=True)):
        marks.append(rule((_BAR + 2, middle), (_BAR + 22, height)) if i < len(parts) else "")
        marks.append(Word(said, _BAR + 27, height).svg)
    marks.append(Word(ends[0], 0, -16, bold=True).svg)
    marks.append(Word(ends[1], 0, _HEIGHT + 16, bold=True).svg)
    return draw(title, subject, text + left_out((row[value] for row in rows), "part"), sheet, marks)
