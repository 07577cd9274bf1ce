"""The typer app: which commands there are, and how every one of them ends."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import typer
from typer.core import TyperGroup

from spin_detect.cli.exits import ExitCode
from spin_detect.cli.groups import unfolded
from spin_detect.cli.options import Version
from spin_detect.errors import SpinDetectError

_PACKAGE = "spin_detect.cli"
_COMMANDS = ("score", "restore", "report", "filter", "compare", "evaluate", "train", "serve")
_GROUPS = ("lexicon",)
_DEBUG = "SPIN_DETECT_DEBUG"


class Commands(TyperGroup):
    """The group of commands; whatever goes wrong in one of them ends in a message and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except SpinDetectError as error:
            _say(str(error))
            raise typer.Exit(ExitCode.ERROR) from error
        except KeyboardInterrupt as error:
            _say("interrupted")
            raise typer.Exit(ExitCode.INTERRUPTED) from error
        except BrokenPipeError as error:
            _close_stdout()
            raise typer.Exit(ExitCode.BROKEN_PIPE) from error
        except OSError as error:
            _say(f"{error.filename or 'input or output'}: {error.strerror or error}")
            raise typer.Exit(ExitCode.ERROR) from error
        except (typer.Exit, typer.Abort):
            raise
        except Exception as error:
            if hasattr(error, "exit_code") or os.environ.get(_DEBUG):  # Usage errors know how to end by themselves.
                raise
            _say(f"internal error: {type(error).__name__}: {error}; please report it ({_DEBUG}=1 shows where it is)")
            raise typer.Exit(ExitCode.ERROR) from error
        return result


app = typer.Typer(
    name="spin-detect",
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Say whether a text went through an article spinner, show where, and restore what it most likely said.",
)


@app.callback()
def _options(version: Version = False) -> None:
    """Take the options that stand before a command."""


def _mount() -> None:
    """Add each command whose module is there: `NAME_cli` in `spin_detect.cli.NAME`, or `app` for a group."""
    for name in _COMMANDS:
        if find_spec(f"{_PACKAGE}.{name}"):
            module = import_module(f"{_PACKAGE}.{name}")
            settings: dict[str, Any] = getattr(module, "CONTEXT_SETTINGS", {})
            app.command(name, context_settings=settings)(unfolded(getattr(module, f"{name}_cli")))
    for name in _GROUPS:
        if find_spec(f"{_PACKAGE}.{name}"):
            app.add_typer(import_module(f"{_PACKAGE}.{name}").app, name=name)


def main() -> None:
    """Run `spin-detect`."""
    try:
        app(prog_name="spin-detect")
    except KeyboardInterrupt:
        sys.exit(ExitCode.INTERRUPTED)


def _say(message: str) -> None:
    from spin_detect.cli.console import complain

    complain(message)


def _close_stdout() -> None:
    """Point stdout at nothing, so that Python does not complain when it flushes at the end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError:
        return


_mount()
