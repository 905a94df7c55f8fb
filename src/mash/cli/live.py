"""Fill the database of MASH_HOME and write how to sign in: what `mash demo` runs in a process of its own."""

import json
import secrets
from base64 import b32encode
from pathlib import Path

from mash.cli.progress import progress
from mash.config.postgres import Role
from mash.config.start import ready
from mash.demo.world import world


def main(referrals: int, seed: int, live: int, sign_ins: str) -> None:
    """Live the last `live` of `referrals` again; write to `sign_ins`, readable by its owner only."""
    ready(Role.APP)
    from mash.demo.live.fill import fill

    with progress("a hub at work") as tell:
        hub = world(referrals, seed, tell)
        secret = b32encode(secrets.token_bytes(20)).decode()
        filled = fill(hub, live, seed, secrets.token_urlsafe(9), secret, tell)
    out = Path(sign_ins)
    out.touch(mode=0o600)
    out.write_text(
        json.dumps(
            {
                "password": filled.people.password,
                "secret": secret,
                "sign_ins": [vars(one) for one in filled.people.sign_ins()],
                "steps": dict(filled.done),
                "from": filled.stretch.instant(filled.stretch.cases[0].received_at).isoformat(),
            },
            indent=1,
        )
    )


def publish(email: str) -> None:
    """Publish the last whole quarter of the extracts, as the account with this e-mail address."""
    ready(Role.APP)
    from mash.config.home import figures
    from mash.engine.question import Question
    from mash.figures import drafts, releasing
    from mash.figures.held import current
    from mash.figures.windows import window_of
    from mash.partnership.models import Account
    from mash.web.tasks import note_release

    root = figures()
    held = current(root, "extracts")
    if held is None:
        raise RuntimeError("there are no extracts to publish from")
    words = {"title": "Performance report", "audience": "board", "corrects": "", "correction": ""}
    one = drafts.begin(
        root, drafts.wanted(held, Question(held.as_at, *window_of(held, "quarter", held.as_at)), **words)
    )
    releasing.prepared(root, one)
    made = releasing.published(root, drafts.draft(root, one.pk) or one)
    note_release(made.number, Account.objects.get(email=email).pk)
