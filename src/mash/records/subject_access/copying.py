"""The copy that the person gets: one page of HTML that needs nothing else, of what is given and no more."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from mash.framework.london import LONDON, spelt
from mash.records.subject_access.models import EXEMPTIONS, AccessPiece, AccessRequest
from mash.records.subject_access.parts import PARTS

_STYLE = (
    "body{font:1.1rem/1.5 sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color:#0b0c0c}"
    "h1,h2,h3{line-height:1.25}h2{border-bottom:1px solid;margin-top:2.5rem}h3{margin-bottom:0}"
    ".of{color:#505a5f;margin:0}.words{white-space:pre-line;overflow-wrap:anywhere;margin-top:.25rem}"
)
_RIGHTS = (
    "You can ask us to correct what is wrong, to add what is missing, or to stop using what we hold.",
    "If you think that something is missing or was held back wrongly, ask us to look again.",
    "You can also complain to the Information Commissioner’s Office, or ask a court.",
)
#: Where the words come from: it is said of every copy (UK GDPR, article 15(1)).
_ABOUT = (
    "Agencies share what they know about a child or an adult at risk, and decide together what happens next: "
    "that is what we hold this for, as a public task. It came from the agencies named below, and went to the "
    "agencies that were asked or that the decision names. How long it is kept, our retention schedule says.",
    "▇▇▇ stands where words were left out. It is as long as that however much was.",
    "Complaints, surveys and audits of the agencies’ work are kept apart from records of people: they are "
    "not in it.",
)


def copied(one: AccessRequest, pieces: Sequence[tuple[AccessPiece, str]]) -> str:
    """The copy: `pieces` with what is given of each, or nothing. The same pieces give the same bytes."""
    ordered = sorted(pieces, key=lambda it: (it[0].section, it[0].at, it[0].place, str(it[0].of)))
    title, person = (
        (f"What {one.hub.name} holds about you", "Who you are")
        if one.who == "self"
        else (f"What {one.hub.name} holds about the person you asked for", "Who they are")
    )
    sections = [
        _section(
            f"Referral {section}" if section else person, [(piece, words) for piece, words in within if words]
        )
        for section, within in groupby(ordered, key=lambda it: it[0].section)
    ]
    held = Counter(piece.exemption for piece, words in pieces if not words)
    return str(
        format_html(
            '<!DOCTYPE html>\n<html lang="en-GB">\n<head><meta charset="utf-8"><meta name="viewport" '
            'content="width=device-width"><title>{}</title><style>{}</style></head>\n<body><main>\n<h1>{}</h1>\n'
            "<p>You asked on {}. This is a copy of what was recorded up to {}.</p>\n{}\n{}\n{}\n"
            "<h2>Your rights</h2>\n{}\n</main></body>\n</html>\n",
            title,
            mark_safe(_STYLE),
            title,
            spelt(one.received_on),
            spelt(one.gathered_at.astimezone(LONDON).date()) if one.gathered_at else "now",
            _paragraphs(_ABOUT),
            mark_safe("\n".join(one for one in sections if one)),
            _held_back(held),
            _paragraphs(_RIGHTS),
        )
    )


def _section(heading: str, given: Sequence[tuple[AccessPiece, str]]) -> SafeString | str:
    if not given:
        return ""
    return format_html(
        "<h2>{}</h2>\n{}", heading, format_html_join("\n", "{}", ((_piece(*one),) for one in given))
    )


def _piece(piece: AccessPiece, words: str) -> SafeString:
    of = spelt(piece.at.astimezone(LONDON).date())
    if piece.owner is not None:
        of += f", {piece.owner}"
    return format_html(
        '<h3>{}</h3>\n<p class="of">{}</p>\n<p class="words">{}</p>', PARTS[piece.part].heading, of, words
    )


def _held_back(held: Counter[str]) -> SafeString:
    if not held:
        return format_html("<h2>What was held back</h2>\n<p>{}</p>", "Nothing was held back as a whole.")
    rows = [(EXEMPTIONS[code], held[code]) for code in EXEMPTIONS if held[code]]
    return format_html(
        "<h2>What was held back</h2>\n"
        "<p>The Data Protection Act 2018 lets us hold some things back.</p>\n<ul>\n{}\n</ul>",
        format_html_join("\n", "<li>{}: {}</li>", ((why, _times(count)) for why, count in rows)),
    )


def _times(count: int) -> str:
    return "1 entry" if count == 1 else f"{count:,} entries"


def _paragraphs(words: Sequence[str]) -> SafeString:
    return format_html_join("\n", "<p>{}</p>", ((one,) for one in words))
