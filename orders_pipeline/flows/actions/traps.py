"""The catalogue of traps as rows: what `actions traps` lists. Pure."""

import msgspec

from orders_pipeline.actions.policy.catalogue import CATALOGUE


class TrapRow(msgspec.Struct, frozen=True, kw_only=True):
    """channels, marketplaces: empty means every one. effect: refused, or rewritten around."""

    id: str
    channels: tuple[str, ...]
    marketplaces: tuple[str, ...]
    sentence: str
    source: str
    effect: str


def traps(channel: str | None = None) -> list[TrapRow]:
    """channel: those that are looked for at this hub."""
    return [
        TrapRow(
            id=trap.id,
            channels=tuple(sorted(trap.channels)),
            marketplaces=tuple(sorted(map(str, trap.marketplaces))),
            sentence=trap.sentence,
            source=trap.source,
            effect=str(trap.effect),
        )
        for trap in CATALOGUE
        if channel is None or not trap.channels or channel in trap.channels
    ]
