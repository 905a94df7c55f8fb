"""Requests that nobody would make, over every route: found in the table of routes, so new ones are in.

Values are drawn from what breaks programs; fields are those of the page's own forms, some missing, some
twice, some of no form. Each request is undone, so no draw depends on what another did.
"""

import contextlib
import random
import re
import time
import traceback
import uuid
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.core.signals import got_request_exception
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from lxml import html

from mash.web.access import CLOSED, routes

MARK = "mashx9"
MARKUP = (
    f'"><{MARK}>',
    f"<script>{MARK}()</script>",
    f"' onmouseover='{MARK}()' x='",
    f"javascript:{MARK}()",
    f"{{{{ {MARK} }}}}{{% include 'x' %}}",
)
VALUES = (
    *MARKUP,
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "\u202eabc\u0301\u0301",
    "ａ１",
    "٣",
    "0",
    "-1",
    "1e9",
    "NaN",
    "9" * 40,
    "9" * 5_000,
    "²",
    "99999999999999999999999",
    "2147483648",
    "x" * 12_000,
    "30",
    "13",
    "99999",
    "2026-02-30",
    "0001-01-01",
    "9999-12-31",
    "True",
    "on",
    "none",
    "[]",
    '{"a": 1}',
    "' OR 1=1 --",
    "../../etc/passwd",
    "//elsewhere.example/",
    "/\\elsewhere.example/",
    "https://elsewhere.example/",
    "\r\nSet-Cookie: a=b",
    "00000000-0000-4000-8000-000000000000",
)
ODD_PATHS = (
    "/%00",
    "/..%2f..%2fetc/passwd",
    "/queue/%ff",
    "//elsewhere.example",
    "/" + "a" * 3000,
    "/%F0%9F%92%A9",
)
HEADERS = (
    {},
    {"HTTP_ACCEPT_LANGUAGE": "x" * 500},
    {"HTTP_IF_MODIFIED_SINCE": "yesterday"},
    {"HTTP_RANGE": "bytes=9-1"},
    {"HTTP_COOKIE": "session=\x01; csrf=\xff"},
    {"HTTP_X_FORWARDED_FOR": "999.999.999.999"},
    {"HTTP_HOST": "elsewhere.example"},
    {"HTTP_REFERER": "\x7f"},
    {"HTTP_X_BY_ITSELF": "1"},
    {"HTTP_ACCEPT": "application/json"},
)


@dataclass
class Seen:
    """What came back: how many of which status, which routes let somebody in, and what must not be."""

    statuses: Counter = field(default_factory=Counter)
    reached: set = field(default_factory=set)
    wrong: list = field(default_factory=list)
    slowest: float = 0.0


class Generated:
    """Draws requests for clients at objects (uuid, int and word candidates for addresses).

    `signed_in()`: a client for each name; asked anew from time to time, as a request that is undone puts no
    session's end off. `likely(route)`: the parts of an address that is there, or None, and who gets in; drawn
    most of the time.
    """

    def __init__(self, signed_in, candidates, likely, seed):
        self.signed_in = signed_in
        self.candidates = candidates
        self.likely = likely
        self.rng = random.Random(seed)
        self.every = [one for one in routes() if one.name not in CLOSED]
        self.fields = {}
        self.raised = None
        self.seen = Seen()

    def run(self, count):
        """Make that many requests; what came back."""
        got_request_exception.connect(self._remember)
        try:
            for number in range(count):
                if number % 1_000 == 0:
                    self._sign_in()
                self._one(self.every[number % len(self.every)])
        finally:
            got_request_exception.disconnect(self._remember)
        return self.seen

    def _sign_in(self):
        self.clients = self.signed_in()
        self.cookies = {name: client.cookies.copy() for name, client in self.clients.items()}
        for client in self.clients.values():
            client.raise_request_exception = False

    def _remember(self, sender, **more):
        self.raised = traceback.format_exc(limit=-3)

    def _one(self, route):
        rng = self.rng
        parts, gets_in = self.likely(route)
        who = rng.choice(gets_in if gets_in and rng.random() < 0.85 else list(self.clients))
        path = self._address(route, parts if rng.random() < 0.8 else None)
        if path is None:
            return
        method = rng.choices(("get", "post", "put", "delete", "patch", "head"), (30, 60, 2, 2, 2, 4))[0]
        headers = rng.choice(HEADERS) if rng.random() < 0.2 else {}
        query = self._filled(self._fields(who, path)) if rng.random() < 0.4 else {}
        if method in ("get", "head"):
            words = {"path": path, "data": self._filled(self._fields(who, path)) | query}
        else:
            words = self._body(who, path)
        self._made(who, method, route, words | headers)

    def _address(self, route, parts):
        """An address that is there, where `parts` says which; else one of a route, or of none."""
        if parts is not None:
            with contextlib.suppress(NoReverseMatch):
                return reverse(route.name, kwargs=parts)
        if self.rng.random() < 0.02:
            return self.rng.choice(ODD_PATHS)
        kwargs = {}
        for name, converter in route.pattern.converters.items():
            kind = type(converter).__name__
            if kind == "UUIDConverter":
                kwargs[name] = self.rng.choice([*self.candidates["uuid"], uuid.UUID(int=0)])
            elif kind == "IntConverter":
                kwargs[name] = self.rng.choice([*self.candidates["int"], 0, 10**25])
            else:
                kwargs[name] = self.rng.choice([*self.candidates["word"], "no-such-thing", "x" * 300])
        try:
            return reverse(route.name, kwargs=kwargs)
        except NoReverseMatch:
            found = str(route.pattern).replace("^", "").replace("$", "")
            return "/account/" + re.sub(r"\(.*\)", "1-a", found)

    def _fields(self, who, path):
        """The fields of the forms on a page, with the values they offer; asked for once."""
        if (who, path) not in self.fields:
            with transaction.atomic():
                page = self._send(who, "get", {"path": path})
                transaction.set_rollback(True)
            found = {}
            if page is not None and "html" in page.headers.get("Content-Type", "") and page.content:
                for one in html.fromstring(page.content).xpath("//main//*[@name]"):
                    values = [option.get("value", "") for option in one.xpath(".//option")]
                    found.setdefault(one.get("name"), []).extend(values or [one.get("value", "")])
            self.fields[who, path] = found
        return self.fields[who, path]

    def _filled(self, fields):
        """Fields with values: most drawn from what breaks, some as the page offers them."""
        rng, filled = self.rng, {}
        for name, offered in fields.items():
            luck = rng.random()
            if luck < 0.1:
                continue
            plausible = offered and luck < 0.55
            value = rng.choice(offered) if plausible else self._value()
            filled[name] = [value, value] if rng.random() < 0.08 else value
        if rng.random() < 0.3:
            filled[rng.choice(("next", "page", "version", "all", "q", "__proto__", "slots", "more"))] = (
                self._value()
            )
        return filled

    def _value(self):
        return self.rng.choice(VALUES)

    def _body(self, who, path):
        """What a form sends, or something broken that claims to be it."""
        rng = self.rng
        luck = rng.random()
        filled = self._filled(self._fields(who, path))
        if luck < 0.8:
            body = urlencode(filled, doseq=True, errors="surrogatepass")
            return {"path": path, "data": body, "content_type": "application/x-www-form-urlencoded"}
        if luck < 0.87:
            body = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx' + b"\xff" * rng.randrange(9)
            return {"path": path, "data": body, "content_type": "multipart/form-data; boundary=b"}
        if luck < 0.94:
            return {"path": path, "data": b'{"a": [', "content_type": "application/json"}
        return {
            "path": path,
            "data": b"\xff\xfe%zz&=&==",
            "content_type": "application/x-www-form-urlencoded; charset=x",
        }

    def _send(self, who, method, words):
        """The answer; None where no client can write such a request down. Cookies are as before."""
        client = self.clients[who]
        try:
            return getattr(client, method)(**words)
        except UnicodeError:
            return None
        finally:
            client.cookies = self.cookies[who].copy()

    def _made(self, who, method, route, words):
        """Make a request, undo it, and keep what came back."""
        self.raised = None
        began = time.perf_counter()
        with transaction.atomic():
            response = self._send(who, method, words)
            transaction.set_rollback(True)
        if response is None:
            return
        seen = self.seen
        seen.slowest = max(seen.slowest, time.perf_counter() - began)
        seen.statuses[response.status_code] += 1
        if response.status_code in (200, 302):
            seen.reached.add(route.name)
        if fault := self._fault(response):
            seen.wrong.append((fault, who, method, route.name, words, self.raised))

    def _fault(self, response):
        """What must not come back, in words; None where nothing of it did."""
        if response.status_code >= 500:
            return f"{response.status_code}"
        to = response.headers.get("Location", "")
        if re.match(r"(https?:)?[/\\]{2}(?!testserver)", to):
            return f"leads to {to}"
        if "a" in response.cookies:
            return "set a cookie of ours"
        if "html" in response.headers.get("Content-Type", "") and response.content:
            return reflected(response.content)
        return None


def reflected(content):
    """What of the marks came back as markup; None where nothing did."""
    page = html.fromstring(content)
    if page.xpath(f"//{MARK}") or any(MARK in (one.text or "") for one in page.iter("script")):
        return "an element of ours came back"
    for one in page.iter():
        for name, value in getattr(one, "attrib", {}).items():
            if name.startswith("on") or (name in ("href", "src", "action") and "javascript:" in value):
                return f"a handler came back: {name}={value[:60]}"
    return None
