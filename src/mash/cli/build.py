"""`mash build`: the records of the database as a dataset, without names."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from mash.cli.faults import stop_with_fault
from mash.dataset.store import DatasetError
from mash.linkage.key import KeyFileError, linkage_key


def command(
    out: Annotated[Path, typer.Option(help="New folder for the dataset.")],
    key_file: Annotated[Path | None, typer.Option(help="Key of the pseudonyms; made where missing.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The counts as JSON.")] = False,
) -> None:
    """Build a dataset from the database, from one consistent snapshot; people appear by pseudonym only.

    On a served database DATABASE_URL must be the publisher's (docs/hosting.md).
    """
    from mash.config.home import home
    from mash.config.postgres import Role
    from mash.config.start import ready

    ready(Role.PUBLISHER)
    from mash.config.shape import NotReady, check_ready
    from mash.publish.build import build

    try:
        check_ready()
        key = linkage_key(key_file or home() / "keys" / "linkage", outside=(out,))
        if key.made:
            print(f"A new key for the pseudonyms is in {key.path}; keep it secret.", file=sys.stderr)
        built = build(out, key.secret)
    except (DatasetError, KeyFileError, NotReady) as error:
        stop_with_fault(error)
    counts = {table: entry.rows for table, entry in built.manifest.tables.items()}
    if as_json:
        print(json.dumps({"as_at": built.as_at.isoformat(), "rows": counts}))
        return
    for table, rows in counts.items():
        if rows:
            print(f"{table:<20}{rows:>12,}")
    print(f"as at {built.as_at.isoformat()}")
