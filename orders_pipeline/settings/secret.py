"""The one place where the values of secrets are read, and the holder that keeps them out of every text.

Takes the environment as an argument. No message holds a value.
"""

from collections.abc import Mapping
from typing import NoReturn

from orders_pipeline.settings.account import Account
from orders_pipeline.settings.mistakes import BadSettings, Mistake


class Secret:
    """A value that shows itself only to `reveal()`: not in repr, str, format, a traceback's locals or a pickle."""

    __slots__ = ("_value", "variable")

    def __init__(self, variable: str, value: str) -> None:
        self.variable = variable
        self._value = value

    def reveal(self) -> str:
        """The value, for the one line that sends it."""
        return self._value

    def __repr__(self) -> str:
        return f"Secret({self.variable!r}: set)"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError(f"{self!r} is not pickled or copied: call resolve_secrets where it is needed")


def resolve_secrets(account: Account, environ: Mapping[str, str]) -> Mapping[str, Secret]:
    """The account's secrets by the dialect's words for them.

    Raises BadSettings: naming every variable that is missing, empty or unfit for a header; never a value.
    """
    mistakes, secrets = [], {}
    for secret, variable in account.secrets.items():
        value = environ.get(variable, "")
        unfit = _unfit(value)
        if unfit:
            place = f"accounts.{account.section}.secrets.{secret}"
            what = f"names the environment variable {variable}, which {unfit}"
            remedy = f"Set {variable} where orders-pipeline and Dagster are started, or name another variable."
            mistakes.append(Mistake(None, place, what, remedy))
        secrets[secret] = Secret(variable, value)
    if mistakes:
        raise BadSettings(f"account {account.name}", mistakes)
    return secrets


def _unfit(value: str) -> str:
    if not value:
        return "is not set, or empty"
    if value != value.strip() or not value.isprintable():
        return "holds a line break, a control character or a space at an end"
    return ""
