"""`mash administrator`: the first account, without which nobody can sign in to open others."""

import secrets
from typing import Annotated

import typer

from mash.cli.faults import stop_with_fault


def command(
    email: Annotated[str, typer.Argument(help="E-mail address to sign in with.")],
    name: Annotated[str, typer.Option(help="Name of the administrator.")],
    hub: Annotated[str, typer.Option(help="The hub's name; made if there is none of that code.")],
    hub_id: Annotated[str, typer.Option(help="The hub's code in the dataset.")],
    agency: Annotated[str, typer.Option(help="Name of their agency; made if there is none of that code.")],
    agency_id: Annotated[str, typer.Option(help="The agency's code in the dataset.")],
    kind: Annotated[str, typer.Option(help="What kind of agency, as in the dataset.")] = "other",
) -> None:
    """Open an administrator's account and print a password for it, once.

    At the first sign-in the second factor is set up. Where there is no reference data yet (ratings, cohorts,
    outcomes, stages of disagreement), that of the framework is put in.
    """
    from mash.config.postgres import Role
    from mash.config.start import ready

    ready(Role.APP)
    from django.core.exceptions import ValidationError

    from mash.partnership.actions import open_account
    from mash.partnership.actions.defaults import start_from_defaults
    from mash.partnership.models import Agency, Hub
    from mash.trail.record import recorded

    password = secrets.token_urlsafe(15)
    try:
        with recorded():
            of = Agency.objects.filter(pk=agency_id).first() or Agency(pk=agency_id, name=agency, kind=kind)
            at = Hub.objects.filter(pk=hub_id).first() or Hub(pk=hub_id, name=hub)
            for one in (of, at):
                one.full_clean(validate_unique=False)
                one.save()
            account = open_account(email=email, name=name, agency=of, roles=((at, "administrator"),))
            account.set_password(password)
            account.save()
            start_from_defaults()
    except ValidationError as error:
        stop_with_fault(ValueError(" ".join(f"{word}" for word in error.messages)))
    print(f"{account.email} can sign in with the password {password} and change it there.")
