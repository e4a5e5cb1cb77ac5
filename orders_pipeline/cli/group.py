"""How every command ends when it fails: a plain sentence on stderr, an object with --json, an exit code.

No traceback, but with --debug.
"""

import errno
import json
import traceback
from typing import Any

import typer
from typer.core import TyperGroup

from orders_pipeline.cli.commands import Commands
from orders_pipeline.cli.exits import ExitCode, code_of, sentence_of
from orders_pipeline.cli.output import err, out

JSON = "--json"
STOPPED = (
    "Stopped. Nothing is lost and nothing is half done: the same command goes on from there. A request that was being "
    "sent is in doubt and is not sent again: orders-pipeline actions doubts"
)


class PlainErrors(TyperGroup):
    """The root of all commands: imports the one that is asked for, and catches what it raises."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.commands = Commands()

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.commands)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Notes that JSON is wanted, before a command with a mistake in its options could say so itself."""
        ctx.meta[JSON] = JSON in args
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        as_json = ctx.meta[JSON]
        try:
            return super().invoke(ctx)
        except (typer.Exit, typer.Abort):
            raise
        except KeyboardInterrupt as stopped:
            _end(stopped, STOPPED, ExitCode.STOPPED, as_json)
        except typer.TyperException as error:
            at = getattr(error, "ctx", None) or ctx
            _end(error, f"{error.format_message()}\nTry: {at.command_path} --help", ExitCode.USAGE, as_json)
        except Exception as error:
            if isinstance(error, OSError) and error.errno == errno.EPIPE:
                raise
            if ctx.params.get("debug"):
                err().print(traceback.format_exc(), end="")
            _end(error, sentence_of(error), code_of(error), as_json)


def _end(error: BaseException, sentence: str, code: ExitCode, as_json: bool) -> None:
    err().print(sentence)
    if as_json:
        told = {"error": {"kind": type(error).__name__, "message": sentence, "exit_code": int(code)}}
        out().print(json.dumps(told, ensure_ascii=False))
    raise typer.Exit(int(code))
