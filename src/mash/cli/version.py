"""`mash version`: the software's version."""

import mash


def command() -> None:
    """Print the software's version."""
    print(mash.__version__)
