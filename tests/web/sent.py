"""Forms as a browser sends them, and what the page that comes back says."""

import re
from html import unescape


def boxes(name, day):
    """A day as a form sends it."""
    return {f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def opened(client, address):
    """What the form at an address carries of the row as it was opened."""
    found = re.search(r'name="seen" value="([^"]*)"', client.get(address).content.decode())
    return unescape(found.group(1))


def errors(response):
    """What the error summary says, and where each line leads."""
    summary = response.content.decode().split("govuk-error-summary__list", 1)[1].split("</ul>")[0]
    return {
        unescape(words): place for place, words in re.findall(r'<li>(?:<a href="#([^"]*)">)?([^<]*)', summary)
    }


def ids(response):
    return set(re.findall(r' id="([^"]*)"', response.content.decode()))
