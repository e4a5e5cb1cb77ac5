"""What is said of a key that is known, but not in the place where it stands.

Pure data about places: a key of another dialect, a key of the account inside one of its tables, and the reverse.
"""

from collections.abc import Collection

from orders_pipeline.settings.account import Channel
from orders_pipeline.settings.dialects import COMMON, DIALECTS, with_key, with_secret
from orders_pipeline.settings.section import Elsewhere

INNER_KEYS = {"limits": ("concurrent", "per_minute"), "approval": ("ship", "cancel", "refund")}
ACCOUNT_KEYS = (*COMMON, *(key for dialect in DIALECTS.values() for key in dialect.own))
SECRETS = tuple(dict.fromkeys(secret for dialect in DIALECTS.values() for secret in dialect.secrets))


def beside(channel: Channel | None) -> Elsewhere:
    """For keys of the account itself."""
    places = {
        secret: ("is a secret", f'Write it inside secrets, as a variable\'s name: secrets = {{ {secret} = "…" }}.')
        for secret in SECRETS
    }
    for table, keys in INNER_KEYS.items():
        places |= {key: (f"belongs to {table}", f"Write it inside: {table} = {{ {key} = … }}.") for key in keys}
    if channel:
        others = [key for dialect in DIALECTS.values() for key in dialect.own if key not in DIALECTS[channel].own]
        places |= {key: _foreign("setting", with_key(key), channel) for key in others}
    return places


def inside(table: str) -> Elsewhere:
    """For keys of the table `table` of an account: TOML gives it every line that follows its header."""
    remedy = f"Write it above the header of {table}, among the keys of the account."
    return dict.fromkeys(ACCOUNT_KEYS, ("is a key of the account itself", remedy))


def inside_secrets(channel: Channel | None, known: Collection[str]) -> Elsewhere:
    if channel is None:
        return inside("secrets")
    foreign = {secret: _foreign("secret", with_secret(secret), channel) for secret in SECRETS if secret not in known}
    return {**inside("secrets"), **foreign}


def _foreign(noun: str, owners: tuple[Channel, ...], channel: Channel) -> tuple[str, str]:
    listed = " and ".join(owners)
    return (
        f"is a {noun} of {listed}, and this account is {channel}",
        f'Remove it, or write channel = "{owners[0]}" if that is meant.',
    )
