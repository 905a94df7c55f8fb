"""The addresses of the settings."""

from datetime import date

from django.urls import path, register_converter

from mash.web.settings import (
    account_steps,
    accounts,
    agencies,
    closed_days,
    hubs,
    reference,
    risks,
    start,
    systems,
)


class Day:
    """A day in an address, such as 2027-03-27."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """The day; what is none is no address."""
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        """The day as it is written in an address."""
        return str(value)


register_converter(Day, "day")

urlpatterns = [
    path("", start.start, name="settings"),
    path("ratings/", risks.risks, name="settings_risks"),
    path("ratings/add/", risks.risk_add, name="settings_risk_add"),
    path("ratings/<int:risk>/change/", risks.risk_change, name="settings_risk_change"),
    path("ratings/<int:risk>/end/", risks.risk_end, name="settings_risk_end"),
    path("ratings/<int:risk>/remove/", risks.risk_remove, name="settings_risk_remove"),
    path("cohorts/", reference.cohorts, name="settings_cohorts"),
    path("cohorts/add/", reference.cohort_add, name="settings_cohort_add"),
    path("cohorts/<slug:cohort>/change/", reference.cohort_change, name="settings_cohort_change"),
    path("cohorts/<slug:cohort>/end/", reference.cohort_end, name="settings_cohort_end"),
    path("outcomes/", reference.outcomes, name="settings_outcomes"),
    path("outcomes/add/", reference.outcome_add, name="settings_outcome_add"),
    path("outcomes/<slug:outcome>/change/", reference.outcome_change, name="settings_outcome_change"),
    path("outcomes/<slug:outcome>/end/", reference.outcome_end, name="settings_outcome_end"),
    path("closed-days/", closed_days.closed_days, name="settings_closed_days"),
    path("closed-days/add/", closed_days.closed_day_add, name="settings_closed_day_add"),
    path("closed-days/<day:day>/change/", closed_days.closed_day_change, name="settings_closed_day_change"),
    path("closed-days/<day:day>/remove/", closed_days.closed_day_remove, name="settings_closed_day_remove"),
    path("agencies/", agencies.agencies, name="settings_agencies"),
    path("agencies/add/", agencies.agency_add, name="settings_agency_add"),
    path("agencies/<slug:agency>/change/", agencies.agency_change, name="settings_agency_change"),
    path("agencies/<slug:agency>/end/", agencies.agency_end, name="settings_agency_end"),
    path("hubs/", hubs.hubs, name="settings_hubs"),
    path("hubs/add/", hubs.hub_add, name="settings_hub_add"),
    path("hubs/<slug:hub>/change/", hubs.hub_change, name="settings_hub_change"),
    path("teams/", hubs.teams, name="settings_teams"),
    path("teams/add/", hubs.team_add, name="settings_team_add"),
    path("teams/<int:team>/change/", hubs.team_change, name="settings_team_change"),
    path("accounts/", accounts.accounts, name="settings_accounts"),
    path("accounts/add/", accounts.account_add, name="settings_account_add"),
    path("accounts/<int:account>/", accounts.account, name="settings_account"),
    path("accounts/<int:account>/change/", accounts.account_change, name="settings_account_change"),
    path("accounts/<int:account>/suspend/", account_steps.account_suspend, name="settings_account_suspend"),
    path("accounts/<int:account>/lift/", account_steps.account_lift, name="settings_account_lift"),
    path("accounts/<int:account>/move/", account_steps.account_move, name="settings_account_move"),
    path(
        "accounts/<int:account>/second-factor/",
        account_steps.account_second_factor,
        name="settings_account_second_factor",
    ),
    path(
        "accounts/<int:account>/provider/", account_steps.account_provider, name="settings_account_provider"
    ),
    path(
        "accounts/<int:account>/password/", account_steps.account_password, name="settings_account_password"
    ),
    path("systems/add/", systems.system_add, name="settings_system_add"),
    path("accounts/<int:account>/tokens/add/", systems.token_add, name="settings_token_add"),
    path("accounts/<int:account>/tokens/<int:token>/end/", systems.token_end, name="settings_token_end"),
    path("accounts/<int:account>/roles/add/", account_steps.role_add, name="settings_role_add"),
    path("accounts/<int:account>/roles/<int:role>/end/", account_steps.role_end, name="settings_role_end"),
]
