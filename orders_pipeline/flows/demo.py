"""What the demo stands on: a sandbox that runs, and an accounts.toml that leads to it.

Runs go through Dagster, which the command line starts. Never touches an accounts.toml that is a person's own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from string import Template

from orders_pipeline.flows.sandbox_process import SandboxProcess, sandbox_process
from orders_pipeline.landing.durable import write_new
from orders_pipeline.settings import BadSettings, Home, Mistake

MARKER = "# Written anew by every `orders-pipeline demo` and `dev` for the sandbox. Delete this line to keep the file."

HURRY = {"channelape_per_second": 1000}
"""Settings of the demo's sandbox: the one limit of a hub that a demo would have to wait for."""


def sandbox_accounts(url: str) -> str:
    """The text of accounts.toml for a sandbox at `url`."""
    text = files("orders_pipeline.flows").joinpath("demo_accounts.toml").read_text("utf-8")
    return f"{MARKER}\n{Template(text).substitute(url=url)}"


def is_foreign(home: Home) -> bool:
    """Does an accounts.toml stand there that is not ours?"""
    try:
        with home.accounts_file.open(encoding="utf-8", errors="replace") as file:
            return file.readline().rstrip("\r\n") != MARKER
    except FileNotFoundError:
        return False


def refuse_foreign(home: Home) -> None:
    """Raises BadSettings: accounts.toml is a person's own, and stays as it is."""
    if is_foreign(home):
        raise BadSettings(
            str(home.accounts_file),
            [
                Mistake(
                    None,
                    "the file",
                    "is your own: the demo never overwrites it",
                    "Run the demo in another place (orders-pipeline --home ./demo demo), or read your accounts with "
                    "orders-pipeline extract",
                )
            ],
        )


@contextmanager
def demo_world(home: Home, *, port: int = 0, lend: bool = False) -> Iterator[SandboxProcess]:
    """A sandbox that runs, and an accounts.toml that leads to it, for as long as the block lasts.

    Raises BadSettings: the accounts.toml is foreign; SandboxBusy; SandboxFailed.
    """
    refuse_foreign(home)
    home.make()
    with sandbox_process(home, port=port, lend=lend, settings=HURRY) as sandbox:
        write_new(home.accounts_file, sandbox_accounts(sandbox.url).encode())
        yield sandbox
