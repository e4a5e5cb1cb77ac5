"""Order activities: notes about orders, for people who audit. Spec §5.6."""

from datetime import datetime
from typing import Any

from orders_pipeline.sandbox.channelape.errors import Invalid
from orders_pipeline.sandbox.channelape.ids import uuid_of
from orders_pipeline.sandbox.channelape.reading import INVALID, Reading
from orders_pipeline.sandbox.channelape.values import date_text

OPERATIONS = ("CREATE", "UPDATE", "DELETE")
RESULTS = ("SUCCESS", "WARNING", "ERROR", "UNCHANGED")
LONGEST = {"title": 100, "description": 1000}
BLANK_NUMBER = 167
TEXTS = ("orderId", "channelId", "channelOrderId", "actionId")


def activity_of(told: dict[str, Any], now: datetime, number: int) -> dict[str, Any]:
    """Of an order by its id, or by channel and number. Raises Invalid with everything that is wrong."""
    reading = Reading()
    texts = {name: reading.text(told.get(name), name) for name in TEXTS}
    made = {
        "id": uuid_of("activity", number),
        "operation": reading.word(told.get("operation"), "operation", OPERATIONS),
        "result": reading.word(told.get("result"), "result", RESULTS),
        **{name: value for name, value in texts.items() if value is not None},
        "messages": reading.each(told.get("messages"), "messages", lambda entry, at: _message(reading, entry, at)),
        "completionTime": date_text(reading.instant(told.get("completionTime"), "completionTime") or now),
        "creationTime": date_text(now),
        "errors": [],
    }
    if texts["orderId"] is None:
        reading.needed(texts["channelId"], "channelId")
        if texts["channelOrderId"] is None:
            reading.problems.append((BLANK_NUMBER, "channelOrderId"))
    if reading.problems:
        raise Invalid(reading.problems)
    return made


def _message(reading: Reading, told: Any, at: str) -> dict[str, str | None]:
    made = {name: reading.text(told.get(name), f"{at}.{name}") for name in LONGEST}
    for name, most in LONGEST.items():
        if len(made[name] or "") > most:
            reading.problems.append((INVALID, f"{at}.{name}"))
    return made
