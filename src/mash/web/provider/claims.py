"""What a provider says of somebody, believed only where it is signed, fresh, and said to us.

allauth begins the sign-in (state, PKCE) and exchanges the code. It takes an id_token unsigned where it comes
straight from the provider, and knows no nonce; here both are asked for always.
"""

from dataclasses import dataclass
from typing import Any

import jwt
import requests
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, get_random_string

from mash.web.provider.file import Provider, safe

#: Signatures with a key of the provider's own. One with a shared secret, or none, is no proof.
SIGNED_WITH = ("RS256", "PS256", "ES256")
#: Seconds that a provider's clock may differ from ours.
CLOCKS_DIFFER = 60
_LONGEST_SUBJECT = 191  # what allauth's table holds


class NotBelieved(Exception):
    """What a provider answers is not as it must be; the words are ours, and tell nothing of anybody."""


#: Whatever a provider's answer can lead to: it may be away, wrong, or any JSON at all.
FAULTS = (
    NotBelieved,
    OAuth2Error,
    jwt.PyJWTError,
    requests.RequestException,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
)


@dataclass(frozen=True)
class Claims:
    """Who somebody is to their agency's provider."""

    subject: str
    email: str
    verified: bool  # the provider says that the e-mail address is theirs


class Client(OpenIDConnectProvider):
    """One provider of the file, as allauth works with it."""

    def __init__(self, request: HttpRequest, provider: Provider) -> None:
        self.provider = provider
        asked = {"server_url": provider.server_url, "scope": ["openid", "email"], "oauth_pkce_enabled": True}
        app = SocialApp(
            provider=self.id,
            provider_id=provider.id,
            name=provider.name,
            client_id=provider.client_id,
            secret=provider.client_secret,
            settings=asked,
        )
        super().__init__(request, app=app)
        self.server = _Server(request, self)

    def get_oauth2_adapter(self, request: HttpRequest) -> "_Server":
        """Where allauth looks for the provider's addresses."""
        return self.server

    def begin(self) -> str:
        """The address at the provider where somebody signs in. Raises one of FAULTS.

        What is asked for is ours to say: allauth would take scopes and parameters from the request too.
        """
        nonce = get_random_string(32)
        to = self.redirect(
            self.request,
            AuthProcess.LOGIN,
            next_url=get_next_redirect_url(self.request),
            auth_params={"nonce": nonce},
            nonce=nonce,
        )
        return str(to.url)

    def claims(self, state: dict[str, Any]) -> Claims:
        """Who came back with a code, for a sign-in that was begun with `state`. Raises one of FAULTS."""
        if not self.request.GET.get("code"):
            raise NotBelieved("the provider sent somebody back without a code")
        server = self.server
        exchange = server.get_client(self.request, self.app)
        tokens = server.get_access_token_data(
            self.request, self.app, exchange, pkce_code_verifier=state["pkce_code_verifier"]
        )
        said = self._signed(tokens["id_token"])
        if not constant_time_compare(str(said.get("nonce")), state["nonce"]):
            raise NotBelieved("the id_token is of another sign-in (nonce)")
        if said.get("azp", self.app.client_id) != self.app.client_id:
            raise NotBelieved("the id_token was made for another client (azp)")
        subject = said["sub"]
        if not said.get("email") and "userinfo_endpoint" in server.openid_config:
            said = server.got(server.openid_config["userinfo_endpoint"], tokens["access_token"])
            if said.get("sub") != subject:
                raise NotBelieved("userinfo is of another subject")
        # some providers know texts and numbers only; Python would take "false" for true
        verified = str(said.get(self.provider.verified_claim)).lower() in ("true", "1")
        email = str(said.get("email") or "")
        if not 0 < len(subject) <= _LONGEST_SUBJECT or not (subject + email).isprintable():
            raise NotBelieved(f"the subject has no or more than {_LONGEST_SUBJECT} characters, or odd ones")
        return Claims(subject, email, verified)

    def _signed(self, id_token: str) -> dict[str, Any]:
        """What an id_token says, if the provider signed it, for us, and it has not run out."""
        keys = jwt.PyJWKSet.from_dict(self.server.got(self.server.openid_config["jwks_uri"]))
        return jwt.decode(
            id_token,
            keys[jwt.get_unverified_header(id_token).get("kid", "")],
            algorithms=SIGNED_WITH,
            audience=self.app.client_id,
            issuer=self.server.openid_config["issuer"],
            leeway=CLOCKS_DIFFER,
            options={"require": ["iss", "aud", "exp", "iat", "sub"]},
        )


class _Server(OpenIDConnectOAuth2Adapter):
    """A provider's addresses, from its discovery document."""

    def __init__(self, request: HttpRequest, client: Client) -> None:
        super().__init__(request, client.provider.id)
        self.client = client

    def get_provider(self) -> Client:
        """The provider itself: one of the file, never one of allauth's table."""
        return self.client

    @property
    def openid_config(self) -> dict[str, Any]:
        """The discovery document. It must be the provider's own, and every address in it safe."""
        if not hasattr(self, "_found"):
            found = self.got(self.client.server_url)
            if str(found["issuer"]).rstrip("/") != self.client.provider.server_url:
                raise NotBelieved("the discovery document is of another issuer than server_url")
            places = ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint")
            if not all(safe(found[place]) for place in places if place in found):
                raise NotBelieved("the discovery document names an address without HTTPS")
            self._found: dict[str, Any] = found
        return self._found

    def got(self, url: str, token: str = "") -> dict[str, Any]:
        """A JSON object of the provider's, within five seconds."""
        with get_adapter().get_requests_session() as session:
            response = session.get(url, headers={"Authorization": f"Bearer {token}"} if token else {})
            response.raise_for_status()
            found = response.json()
        if not isinstance(found, dict):
            raise NotBelieved("an answer is no JSON object")
        return found
