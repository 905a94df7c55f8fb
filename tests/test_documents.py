"""Every command in a document is run, in the document's order."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from mash.cli import app

DOCS = Path(__file__).resolve().parents[1] / "docs"
#: Exit 1 means that the input has faults, as a simulated hub's extracts have on purpose.
MAY_FIND_FAULTS = {"import"}
#: The documents, and the page that stands there in the end.
DOCUMENTS = {"analyst.md": "report/report.html", "national.md": "published/comparison.html"}


def commands(document):
    text = (DOCS / document).read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_commands_of_a_document_run_in_order(document, tmp_path):
    lines = commands(document)
    assert lines
    for line in lines:
        program, name, *arguments = shlex.split(line)
        assert program == "mash"
        done = subprocess.run(
            [sys.executable, "-m", "mash.cli", name, *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            env=os.environ | {"HOME": str(tmp_path)},
        )
        allowed = {0, 1} if name in MAY_FIND_FAULTS else {0}
        assert done.returncode in allowed, f"{line}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr
    assert (tmp_path / DOCUMENTS[document]).stat().st_size > 100_000


def test_every_command_is_documented():
    written = "\n".join(
        path.read_text(encoding="utf-8") for path in [*DOCS.glob("*.md"), DOCS.parent / "README.md"]
    )
    for command in app.registered_commands:
        assert f"mash {command.name}" in written or f"make {command.name}" in written, command.name
