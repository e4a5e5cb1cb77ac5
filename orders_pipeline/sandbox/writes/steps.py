"""How a request goes on after it was accepted: the steps of an adjustment and of a marketplace's notice in world time.

channeladvisor-rest.md §8.5 and §7.1; the times are settings.
"""

from datetime import datetime, timedelta

from msgspec import Struct

from orders_pipeline.sandbox.settings import Settings

Course = list[tuple[str, datetime]]


class Asked(Struct, frozen=True, kw_only=True):
    """What an adjustment carries besides money. `is_told` False: the marketplace is left out of it.

    `is_at_once`: a hub that knows no steps shows the end of it immediately. `is_recorded`: a hub that moves no money
    writes it down, and the channel may number it after `numbered_after` minutes.
    """

    reason: str = "general"
    seller_id: str | None = None
    is_restock: bool = False
    is_told: bool = True
    is_at_once: bool = False
    comment: str | None = None
    is_recorded: bool = False
    numbered_after: float | None = None


def of_adjustment(settings: Settings, at: datetime, asked: Asked, *, is_refused: bool) -> Course:
    """The step it is made with, and those that follow. The last is `done`, or `error` where it is refused; `recorded`
    where money is written down and not moved.
    """
    if asked.is_recorded:
        later = [] if asked.numbered_after is None else [at + timedelta(minutes=asked.numbered_after)]
        return [("recorded", at), *(("error" if is_refused else "recorded", each) for each in later)]
    if not asked.is_told or (asked.is_at_once and not is_refused):
        return [("done", at)]
    later = [(step, at + timedelta(minutes=minutes)) for step, minutes in settings.writes_steps]
    if is_refused:
        later[-1] = ("error", later[-1][1])
    return [("submitted", at), *later]


def of_notice(settings: Settings, at: datetime, *, is_told: bool, is_refused: bool) -> Course:
    """How the marketplace hears of a shipment."""
    if not is_told:
        return [("silent", at)]
    later = [(word, at + timedelta(minutes=minutes)) for word, minutes in settings.writes_notice_steps]
    if is_refused:
        later[-1] = ("failed", later[-1][1])
    return [("pending", at), *later]
