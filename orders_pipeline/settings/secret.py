"""The one place where the values of secrets are read, and the holder that keeps them out of every text.

Takes the environment as an argument. No message holds a value.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NoReturn
from urllib.parse import urlsplit

from orders_pipeline.settings.account import Account
from orders_pipeline.settings.alerts import Alerts
from orders_pipeline.settings.base_url import base_url
from orders_pipeline.settings.mistakes import BadSettings, Mistake, Wrong


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
    return _resolved(account.secrets, f"account {account.name}", f"accounts.{account.section}.secrets", environ)


def resolve_alert_secrets(alerts: Alerts, environ: Mapping[str, str]) -> Mapping[str, Secret]:
    """The secrets of alerts by their keys in `[alerts]`; the webhook's is a whole address.

    Raises BadSettings: as `resolve_secrets`, and where the webhook's is no address that may be spoken to.
    """
    return _resolved(alerts.secrets, "alerts", "alerts", environ, {"webhook": _unfit_address})


def _resolved(
    names: Mapping[str, str],
    source: str,
    table: str,
    environ: Mapping[str, str],
    further: Mapping[str, Callable[[str], str]] = MappingProxyType({}),
) -> Mapping[str, Secret]:
    mistakes, secrets = [], {}
    for secret, variable in names.items():
        value = environ.get(variable, "")
        unfit = _unfit(value) or (further[secret](value) if secret in further else "")
        if unfit:
            what = f"names the environment variable {variable}, which {unfit}"
            remedy = f"Set {variable} where orders-pipeline and Dagster are started, or name another variable."
            mistakes.append(Mistake(None, f"{table}.{secret}", what, remedy))
        secrets[secret] = Secret(variable, value)
    if mistakes:
        raise BadSettings(source, mistakes)
    return secrets


def _unfit_address(value: str) -> str:
    """Scheme, host and port are read as strictly as a base_url; path and query may be anything."""
    try:
        url = urlsplit(value)
        base_url(f"{url.scheme}://{url.netloc}")
    except (ValueError, Wrong):
        return "holds no address with https://, or http:// on this machine"
    return ""


def _unfit(value: str) -> str:
    if not value:
        return "is not set, or empty"
    if value != value.strip() or not value.isprintable():
        return "holds a line break, a control character or a space at an end"
    return ""
