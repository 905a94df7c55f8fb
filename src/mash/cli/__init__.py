"""The command line, one file a command, found by being there: `mash --help`.

Exit 0 done; 1 the input has faults, each told on standard error with file, row, column, value, rule;
2 wrong usage. A command's file has a function `command`; its name is the file's.
"""

import importlib
import pkgutil
import sys

import typer


def mash() -> None:
    """Records the work of a Multi-Agency Safeguarding Hub and measures it."""


def command_line(asked: str = "") -> typer.Typer:
    """The command that is asked for, or, where there is none of that name, all of them.

    Only its own file is read: most draw in a good second's worth of what they need, and others wait for them.
    """
    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    app.callback()(mash)
    files = {
        one.name.removesuffix("_"): one.name
        for one in pkgutil.iter_modules(__path__)
        if one.name != "__main__"
    }
    if asked in files:
        files = {asked: files[asked]}
    for name, file in files.items():
        command = getattr(importlib.import_module(f"{__name__}.{file}"), "command", None)
        if command is not None:
            app.command(name)(command)
    return app


def __getattr__(name: str) -> typer.Typer:
    """`app`, with all commands, is made when it is first asked for."""
    if name == "app":
        made = globals()["app"] = command_line()
        return made
    raise AttributeError(name)


def main() -> None:
    """Run the command line."""
    command_line(*sys.argv[1:2])()
