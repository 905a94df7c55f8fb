"""`mash answer_step`: answer a question that somebody asked on a page of performance."""

import json
from typing import Annotated

import typer


def command(
    asked: Annotated[str, typer.Argument(help="Dataset and question as JSON.")],
) -> None:
    """Answer a question of a held dataset, in a process of its own. The worker runs this."""
    from mash.config.home import figures
    from mash.figures.answering import answered
    from mash.figures.asked import question_of
    from mash.figures.held import of_sha256

    told = json.loads(asked)
    held = of_sha256(figures(), told["dataset"])
    if held is not None:  # else it has gone, and whoever asks again asks of a newer one
        answered(figures(), held, question_of(told))
