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

_COMES_OUT = {
    "gamma_first": "m03: gamma of first rating and severity",
    "gamma_final": "m03: gamma of final rating and severity",
    "risk_changed_share": "m03: decided referrals whose final rating differs from the first",
    "slow_agency_median_hours": "m04: median hours to an answer, the slow agency",
    "median_hours": "m04: median hours to decision, decided referrals with a time of day",
    "backlog_median_hours": "m04: the same, received during the backlog",
    "on_time_red": "m04: decided within 2 hours, finally Red",
    "on_time_amber": "m04: decided within 24 hours, finally Amber",
    "on_time_blue": "m04: decided within 72 hours, finally Blue",
    "repeat_rate": "m06: subjects referred in the year before, where a year of data lies before",
    "returned_in_a_year_after_no_action": "m06: subjects back within a year after no further action",
    "returned_in_a_year_after_early_help": "m06: subjects back within a year after early help",
}


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
        comes_out={_COMES_OUT[name]: figure for name, figure in hidden.COMES_OUT.items()},
        name=lambda agency_id: f"{BY_ID[agency_id].name} (`{agency_id}`)",
        percent=lambda share: f"{100 * share:.3g} %",
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
