"""What a spreadsheet would run as a formula, and one text made harmless: an apostrophe in front keeps Excel
from running it; taking one off gives the text back. Numbers stay as they are.
"""

import re

RUN = r"^'*[=+\-@\t\r]"
NUMBER = r"^[+-]?[0-9][0-9.,]*$"
MADE_TEXT = r"^'('*[=+\-@\t\r])"


def harmless_text(text: str) -> str:
    """A text with an apostrophe in front where a spreadsheet would run it."""
    return f"'{text}" if re.match(RUN, text) and not re.match(NUMBER, text) else text


def text_as_it_was(text: str) -> str:
    """A text as it was before `harmless_text`."""
    return re.sub(MADE_TEXT, r"\1", text)
