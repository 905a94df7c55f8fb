"""`mash answer_step`: answer what somebody asked on a page of performance, in a process of its own."""

import json
from typing import Annotated

import typer


def command(
    asked: Annotated[
        str,
        typer.Argument(help="Dataset and question as JSON; `behind`: a count's records; `suppose`: what if."),
    ],
) -> None:
    """Answer a question of a held dataset, list the records behind a count, or say what a change would have
    done. The worker runs this.
    """
    from mash.config.home import figures
    from mash.figures import listing
    from mash.figures.answering import answered
    from mash.figures.asked import question_of
    from mash.figures.held import of_sha256

    told = json.loads(asked)
    root = figures()
    held = of_sha256(root, told["dataset"])
    if held is None:
        return  # it has gone, and whoever asks again asks of a newer one
    if "suppose" in told:
        from mash.figures.supposing import supposed, supposed_of

        supposed(root, held, supposed_of(told))
        return
    question = question_of(told)
    key = answered(root, held, question)
    if "behind" in told:
        listing.make(root, held, question, key, listing.Cell(**told["behind"]))
