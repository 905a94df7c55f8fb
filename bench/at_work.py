"""Users at work for bench/hub.py: each follows links and fills in forms as their role does, with pauses to think."""

import http.client
import random
import re
import time
from collections import Counter, defaultdict
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from lxml import html

#: What each role does next, and how often.
WORK = {
    "triage": {"queue": 50, "look": 20, "rate": 10, "ask": 8, "search": 8, "agency": 4},
    "decision_maker": {"queue": 50, "look": 25, "rate": 7, "ask": 6, "search": 8, "agency": 4},
    "referrer": {"agency": 45, "look_at_sent": 25, "submit": 30},
    "researcher": {"agency": 50, "answer": 35, "search": 15},
}
_REFERRAL = re.compile(r'href="(/referral/[0-9a-f-]{36}/)"')
_SENT = re.compile(r'href="(/sent/[0-9a-f-]{36}/)"')
_REQUEST = re.compile(r'href="(/request/[0-9a-f-]{36}/)"')


class Log:
    """What was met: milliseconds by kind of page, errors by kind, and forms that a colleague was before."""

    def __init__(self):
        self.forget()

    def forget(self):
        """Begin anew."""
        self.milliseconds = defaultdict(list)
        self.errors = Counter()
        self.said_no = Counter()


class User:
    """Somebody signed in, at a keyboard."""

    def __init__(self, port, user, number, log, pause):
        self.port, self.log, self.pause = port, log, pause
        self.role = user["role"]
        self.cookies = {"session": user["session"]}
        self.rng = random.Random(number)
        self.page, self.at = "", "/"

    def work(self, until):
        """Work until a moment of time.monotonic()."""
        tasks = WORK[self.role]
        time.sleep(self.rng.uniform(0, self.pause))  # not all come in at once
        while time.monotonic() < until:
            task = self.rng.choices(list(tasks), list(tasks.values()))[0]
            try:
                getattr(self, task)()
            except (OSError, http.client.HTTPException) as error:
                self.log.errors[type(error).__name__] += 1
            self.think()

    def think(self):
        """Between half and one and a half times the pause."""
        time.sleep(self.pause * self.rng.uniform(0.5, 1.5))

    def get(self, kind, path):
        """Ask for a page; whether it came."""
        return self._asked(kind, "GET", path)

    def send(self, kind, **said):
        """Fill in the form of the page one is on, send it, and follow where it leads; whether it was taken."""
        form = html.fromstring(self.page).xpath("//main//form[@method='post']")[0]
        filled = {name: value for name, value in form.form_values() if name not in said}
        sent = self._asked(
            f"{kind}: send", "POST", form.get("action") or self.at, filled | said, leads_on=True
        )
        if not sent:
            self.log.said_no[kind] += 1
        return sent

    def queue(self):
        """The queue, or a later page of it."""
        self.get("queue", "/queue/" + self.rng.choice(("", "", "", "?page=2", "?risk=red")))

    def look(self):
        """A referral of the queue."""
        self.get("queue", "/queue/")
        self.think()
        self._first("referral", _REFERRAL)

    def rate(self):
        """Rate a referral, most often one without a rating."""
        self.get("queue", "/queue/")
        self.think()
        if self._first("referral", _REFERRAL) and "/rate/" in self.page:
            self.get("rate", self.at + "rate/")
            self.think()
            risk = self.rng.choice(("red", "amber", "blue"))
            self.send("rate", risk=risk, rationale="Hungry for weeks, the school says.")

    def ask(self):
        """Ask an agency about a rated referral."""
        self.get("queue", "/queue/?risk=" + self.rng.choice(("red", "amber", "blue")))
        self.think()
        if self._first("referral", _REFERRAL) and "/ask/" in self.page:
            self.get("ask", self.at + "ask/")
            self.think()
            agencies = [self.rng.choice(("police", "health", "probation", "school"))]
            self.send("ask", agencies=agencies, question="Any call-outs or visits this year?")

    def search(self):
        """Look for somebody by the beginning of two names, or for a number."""
        sought = self.rng.choice(("gran", "bas che", "obsi m", "P4711", "gyp st", "quartz b", "2025-001234"))
        self.get("search", "/search/?" + urlencode({"q": sought}))

    def agency(self):
        """What waits for one's agency, and what it sent."""
        self.get("agency", "/my-agency/")

    def look_at_sent(self):
        """What became of a referral."""
        self.agency()
        self.think()
        self._first("sent", _SENT)

    def answer(self):
        """Answer a request."""
        self.agency()
        self.think()
        if self._first("answer", _REQUEST) and "response" in self.page:
            self.think()
            if self.rng.random() < 0.5:
                self.send("answer", response="nothing_known")
            else:
                self.send(
                    "answer", response="shared", words_1="Two call-outs this year.", sharing_1="disclose"
                )

    def submit(self):
        """A new referral, page by page, and send it."""
        name = f"{self.rng.choice(('Basalt', 'Chervil', 'Gypsum'))}"
        pages = (
            {},
            {"cohort": "neglect", "locality": "North"},
            {"concern": "She comes to school hungry, most days since September.", "contact": "The office"},
        )
        self.get("new", "/new/")
        for said in pages:
            self.think()
            if not self.send("new", **said):
                return
        self.get("new", self.at + "0/")
        self.think()
        born = {"date_of_birth_day": "4", "date_of_birth_month": "5", "date_of_birth_year": "2016"}
        named = {"role": "subject", "given_names": name, "family_name": "Fictional", "protected": "no"}
        if not self.send("new", **named, **born):
            return
        self.get("new", self.at.replace("/people/", "/consent/"))
        self.think()
        if self.send("new", consent="given", known_open="no"):
            self.think()
            self.send("submit")

    def _first(self, kind, of):
        found = of.findall(self.page)
        return bool(found) and self.get(kind, self.rng.choice(found[:20]))

    def _asked(self, kind, method, path, said=None, leads_on=False):
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            if said is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = None if said is None else urlencode(said, doseq=True)
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            page = response.read()
        finally:
            connection.close()
        self.log.milliseconds[kind].append((time.perf_counter() - began) * 1000)
        for line in response.headers.get_all("Set-Cookie", ()):
            self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        if response.status >= 400:
            self.log.errors[f"{response.status} {kind}"] += 1
            return False
        if response.status == 302:
            to = urlsplit(response.headers["Location"]).path
            if to.startswith("/account/"):
                self.log.errors[f"signed out {kind}"] += 1
                return False
            after = "referral" if to.startswith("/referral/") else to.strip("/").split("/")[0]
            return self.get({"my-agency": "agency"}.get(after, after), to)
        self.page, self.at = page.decode(), path.split("?")[0]
        return not leads_on
