"""An agency's identity provider on this machine: OpenID Connect over HTTP, honest or false as a test asks."""

import base64
import hashlib
import json
import secrets
import threading
import time
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "mash", "a fictional secret of the client, which is long"


@cache
def key(number=0):
    """A private key; number 0 is the provider's own."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def by_the_provider(claims):
    """An id_token as it must be."""
    return jwt.encode(claims, key(), algorithm="RS256", headers={"kid": "one"})


class IdentityProvider:
    """What it says, and how it signs; a test changes either."""

    def __init__(self, address):
        self.address = address
        self.says = {"sub": "subject-1", "email": "triage@moorland.example", "email_verified": True}
        self.userinfo = {}
        self.sign = by_the_provider
        self.document = {
            "issuer": address,
            "authorization_endpoint": f"{address}/authorize",
            "token_endpoint": f"{address}/token",
            "jwks_uri": f"{address}/jwks",
            "userinfo_endpoint": f"{address}/userinfo",
        }
        self.begun = {}  # code → what was asked for
        self.asked = {}

    def authorized(self, asked):
        """Where somebody is sent back to who has signed in here."""
        code = secrets.token_urlsafe()
        self.asked = self.begun[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def tokens(self, sent):
        """What a code is worth, once, to the client that it was made for; None = nothing."""
        asked = self.begun.pop(sent.get("code"), None)
        if asked is None or (sent["client_id"], sent["client_secret"]) != (CLIENT, SECRET):
            return None
        challenge = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(challenge).rstrip(b"=").decode() != asked["code_challenge"]:
            return None
        if sent["redirect_uri"] != asked["redirect_uri"]:
            return None
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        return {"access_token": "open", "token_type": "Bearer", "id_token": self.sign(claims | self.says)}

    def keys(self):
        """Its public keys."""
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key().public_key()))
        return {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]}


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        provider, parts = self.server.provider, urlsplit(self.path)
        if parts.path == "/authorize":
            words = {name: values[0] for name, values in parse_qs(parts.query).items()}
            provider.asked = words
            link = f'<link rel="icon" href="data:,"><a href="{provider.authorized(words)}">Sign in here</a>'
            self.answer(200, f"<!DOCTYPE html><title>Agency</title>{link}".encode(), "text/html")
        elif parts.path == "/userinfo" and self.headers["Authorization"] == "Bearer open":
            self.json(provider.userinfo)
        elif parts.path == "/jwks":
            self.json(provider.keys())
        elif parts.path == "/.well-known/openid-configuration":
            self.json(provider.document)
        else:
            self.json(None, 404)

    def do_POST(self):
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        found = self.server.provider.tokens({name: values[0] for name, values in sent.items()})
        self.json(found or {"error": "invalid_grant"}, 200 if found else 400)

    def json(self, content, status=200):
        self.answer(status, json.dumps(content).encode(), "application/json")

    def answer(self, status, body, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        """Nothing."""


@contextmanager
def identity_provider(host="127.0.0.1"):
    """A provider that answers, under one of this machine's names."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answers) as server:
        server.provider = IdentityProvider(f"http://{host}:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server.provider
        finally:
            server.shutdown()
            thread.join()


def written(folder, *addresses, agencies=("council",)):
    """The file of providers, one for each agency."""
    (folder / "secret").write_text(SECRET + "\n")
    tables = [
        f'[[provider]]\nid = "{agency}-id"\nname = "the {agency}"\nserver_url = "{address}"\n'
        f'client_id = "{CLIENT}"\nclient_secret_file = "secret"\nagency_id = "{agency}"\n'
        for agency, address in zip(agencies, addresses, strict=True)
    ]
    file = folder / "providers.toml"
    file.write_text("\n".join(tables))
    return file
