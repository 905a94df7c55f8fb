"""Who comes in through a provider: whom an administrator opened an account, of the provider's agency.

At the first sign-in the e-mail address finds the account, and the provider's subject for it is remembered;
from then on the subject decides. Nothing else of what a provider says is kept.
"""

from allauth.socialaccount.models import SocialAccount

from mash.partnership.models import Account
from mash.trail.record import note
from mash.web.provider.claims import Claims
from mash.web.provider.file import Provider
from mash.web.sign_in import plain
from mash.web.turns import one_after_another


class NotLetIn(Exception):
    """Whom a provider confirmed has no account that it opens. `why` is for the trail, not for them: they may
    not learn whether there is an account elsewhere.
    """

    def __init__(self, why: str, account: Account | None = None) -> None:
        super().__init__(why)
        self.why, self.account = why, account


def account_for(provider: Provider, claims: Claims) -> Account:
    """The account of whom a provider confirmed. Raises NotLetIn.

    Whether the account has access today is left to who signs it in, as with passwords.
    """
    links = SocialAccount.objects.filter(provider=provider.id)
    link = links.filter(uid=claims.subject).select_related("user").first()
    if link is None and not claims.verified:
        raise NotLetIn("the e-mail address is not verified")
    account = link.user if link else Account.objects.filter(email__iexact=plain(claims.email)).first()
    if account is None:
        raise NotLetIn("nobody has opened an account")
    if account.agency_id != provider.agency_id:
        raise NotLetIn("the account is of another agency", account)
    if link is None:
        one_after_another("sign-in through", provider.id, account.pk)
        known = links.filter(user=account).first()
        if known is None and account.is_active:
            SocialAccount.objects.create(provider=provider.id, uid=claims.subject, user=account)
            note("sign-in provider linked", "account", account.pk, provider=provider.id)
        elif known is not None and known.uid != claims.subject:
            raise NotLetIn("the account is another subject's", account)
    return account


def linked(account: Account) -> list[str]:
    """The ids of the providers through which an account came in."""
    held = SocialAccount.objects.filter(user=account).order_by("provider")
    return list(held.values_list("provider", flat=True))


def forget(account: Account) -> None:
    """Forget every provider's subject for an account; the next sign-in goes by e-mail address again."""
    note("sign-in provider forgotten", "account", account.pk, provider=linked(account))
    SocialAccount.objects.filter(user=account).delete()
