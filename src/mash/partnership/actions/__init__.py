"""The only writers of the partnership: accounts, agencies, and the reference data of the hub.

Each notes what it did on the trail, so each runs inside `recorded()`. What cannot be is refused with a
ValidationError in words for the person who asked, at the field where it can be mended.
"""

from mash.partnership.actions.accounts import (
    SYSTEM_ROLES,
    appoint,
    change_account,
    end_appointment,
    lift_suspension,
    move,
    open_account,
    reset_second_factor,
    suspend,
)
from mash.partnership.actions.agencies import (
    add_agency,
    add_hub,
    add_team,
    change_agency,
    end_agency,
    rename_hub,
    rename_team,
)
from mash.partnership.actions.reference import (
    add_closed_day,
    add_cohort,
    add_outcome,
    change_closed_day,
    change_cohort,
    change_outcome,
    end_in_use,
    remove_closed_day,
)
from mash.partnership.actions.risks import add_risk, change_risk, end_risk, remove_risk, replace_risk
from mash.partnership.actions.systems import (
    answered,
    end_token,
    forget_writes,
    make_token,
    open_system,
    system_with,
    write_under,
)
from mash.partnership.actions.turn import ChangedMeanwhile, Seen, plain

__all__ = [
    "SYSTEM_ROLES",
    "ChangedMeanwhile",
    "Seen",
    "add_agency",
    "add_closed_day",
    "add_cohort",
    "add_hub",
    "add_outcome",
    "add_risk",
    "add_team",
    "answered",
    "appoint",
    "change_account",
    "change_agency",
    "change_closed_day",
    "change_cohort",
    "change_outcome",
    "change_risk",
    "end_agency",
    "end_appointment",
    "end_in_use",
    "end_risk",
    "end_token",
    "forget_writes",
    "lift_suspension",
    "make_token",
    "move",
    "open_account",
    "open_system",
    "plain",
    "remove_closed_day",
    "remove_risk",
    "rename_hub",
    "rename_team",
    "replace_risk",
    "reset_second_factor",
    "suspend",
    "system_with",
    "write_under",
]
