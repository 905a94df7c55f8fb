"""What is said of measure five."""

from mash.release.charts import Chart, bars
from mash.release.figures import Figures, known, largest_first, leading, percent, plural, unless_hidden
from mash.release.reading import NEITHER, Reading
from mash.release.trends import Direction


def finding(figures: Figures) -> str:
    """What the hub most often decided, and how often it routed to a forum."""
    if figures.total("by_outcome", "outcome_id")["referrals"] == 0:
        return "No decided referral of the window has a disposal."
    said = "Which outcome is the most frequent is not shown."
    most, of_shown = leading(figures.parts("by_outcome", "outcome_id"), "referrals")
    if most:
        share = (
            f", {percent(most['share_of_decided'])} of those decided"
            if known(most["share_of_decided"])
            else ""
        )
        said = (
            f"{of_shown}{'the' if of_shown else 'The'} most frequent outcome is "
            f"{figures.name('outcome_id', most['outcome_id'])}: {plural(most['referrals'], 'referral')}{share}."
        )
    forums = figures.total("forums", "outcome_id")["referrals"]
    return said + unless_hidden(
        f" {plural(forums, 'referral was', 'referrals were')} routed to another problem-solving forum.",
        " How many were routed to another problem-solving forum is not shown.",
        forums,
    )


def charts(figures: Figures) -> list[Chart]:
    """Outcomes, and how each agency was utilised."""
    outcomes = largest_first(
        figures.named(figures.parts("by_outcome", "outcome_id"), "outcome_id"), "referrals"
    )
    agencies = largest_first(
        figures.named(figures.parts("utilisation", "agency_id"), "agency_id"), "utilised"
    )
    by_outcome, by_agency = "Decided referrals by outcome", "Decided referrals in which each agency took part"
    most, of_shown = leading(outcomes, "referrals")
    title = f"{of_shown}{most['name']} is the most frequent outcome" if most else by_outcome
    if most and known(most["share_of_decided"]):
        title += f": {percent(most['share_of_decided'])}"
    used, of_these = leading(agencies, "utilised")
    took_part = f"{of_these}{used['name']} took part most often" if used else by_agency
    if used and known(used["utilised_rate"]):
        took_part += f": in {percent(used['utilised_rate'])}"
    return [
        bars(
            title,
            "One bar for each outcome, longest first, with its number of referrals; a referral may have several.",
            outcomes,
            subject=by_outcome,
            label="label",
            value="referrals",
        ),
        bars(
            took_part,
            "One bar for each agency, longest first, with the referrals in which it shared information, led or supported.",
            agencies,
            subject=by_agency,
            label="label",
            value="utilised",
        ),
    ]


def reading(figures: Figures) -> Reading:
    """The most frequent outcome; which outcomes are right depends on the cases, so no direction is better."""
    most, of_shown = leading(figures.parts("by_outcome", "outcome_id"), "referrals")
    figure = "most frequent outcome: not shown"
    if most:
        share = f": {percent(most['share_of_decided'])}" if known(most["share_of_decided"]) else ""
        figure = f"{of_shown}{figures.name('outcome_id', most['outcome_id'])}"[: 60 - len(share)] + share
    elif figures.total("by_outcome", "outcome_id")["referrals"] == 0:
        figure = "no outcome in the window"
    return Reading(
        figure,
        NEITHER,
        direction=Direction("one figure for the whole window", None, "outcomes have no months"),
    )
