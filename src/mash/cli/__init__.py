"""The command line, one file a command, found by being there: `mash --help`.

Exit 0 done; 1 the input has faults, each told on standard error with file, row, column, value, rule;
2 wrong usage. A command's file has a function `command`; its name is the file's.
"""

import importlib
import pkgutil

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def mash() -> None:
    """Records the work of a Multi-Agency Safeguarding Hub and measures it."""


for _module in pkgutil.iter_modules(__path__):
    if _module.name == "__main__":
        continue
    _command = getattr(importlib.import_module(f"{__name__}.{_module.name}"), "command", None)
    if _command is not None:
        app.command(_module.name.removesuffix("_"))(_command)


def main() -> None:
    """Run the command line."""
    app()
