"""Names as they are compared: without capitals, accents and the marks between words."""

import re
import unicodedata


def words(name: str) -> list[str]:
    """The words of a name, folded. A hyphenated name gives its parts and the whole."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"['’`.]", "", plain)
    found: list[str] = []
    for word in re.split(r"[^\w-]+", plain):
        parts = [part for part in word.split("-") if part]
        found += parts
        if len(parts) > 1:
            found.append("".join(parts))
    return list(dict.fromkeys(word[:100] for word in found))
