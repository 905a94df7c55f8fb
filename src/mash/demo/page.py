"""docs/simulated-hub.md, rendered from the simulator's constants: `python -m mash.demo.page FILE`."""

import sys
from pathlib import Path

import jinja2

from mash.demo import hidden
from mash.demo.dirt import DIRT
from mash.demo.reference import AGENCIES, BY_ID
from mash.demo.simulate import ANNEX_A_SHARE
from mash.demo.staff import DECISION, TRIAGE

_TEMPLATE = Path(__file__).with_name("simulated-hub.md.jinja")


def page() -> str:
    """The page as Markdown; a constant that is gone is an error, never a gap."""
    environment = jinja2.Environment(
        undefined=jinja2.StrictUndefined, keep_trailing_newline=True, autoescape=False
    )
    return environment.from_string(_TEMPLATE.read_text(encoding="utf-8")).render(
        h=vars(hidden),
        agencies=AGENCIES,
        triage=TRIAGE,
        decision=DECISION,
        annex_a_share=ANNEX_A_SHARE,
        faults=len(DIRT),
        name=lambda agency_id: f"{BY_ID[agency_id].name} (`{agency_id}`)",
        percent=lambda share: f"{100 * share:.3g} %",
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
