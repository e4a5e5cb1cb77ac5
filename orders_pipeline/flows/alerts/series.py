"""Who is told what when: a failure once, again every few hours while it lasts, and once that it is over.

Pure: what was seen and told before comes in and goes out as a value, the clock as an argument. So a night's outage is a
handful of messages, whatever the number of runs that failed.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from orders_pipeline.flows.alerts.alert import Alert

TRY_AGAIN = timedelta(minutes=10)
"""After an alert could not be sent."""
STEADY = timedelta(hours=1)
"""What failed again so soon after it was over is believed to be over only after so long."""

_NUMBERS = re.compile(r"\d+")


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How something that is done again and again went: well where `alert` is None.

    subject: what it is, such as a job. over: the headline for when it works again. kind: the same for failures that
    are told as one, by default what the sentence says. is_repeated: whether it is told again while it lasts.
    """

    subject: str
    at: datetime
    alert: Alert | None = None
    kind: str = ""
    over: str = ""
    is_repeated: bool = True


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """One trouble of a subject from its first failure on. told: when each kind of its failures was told last.

    tried_at: when telling failed last. well_since: it works, and that is not told yet. over_told_at: it was.
    """

    last: Alert
    kind: str
    over: str
    since: datetime
    count: int = 1
    told: Mapping[str, datetime] = {}
    tried_at: datetime | None = None
    well_since: datetime | None = None
    over_told_at: datetime | None = None
    relapses: int = 0
    is_repeated: bool = True


Memory = Mapping[str, Series]
"""By subject."""


def kind_of(sentence: str) -> str:
    """The same for sentences that differ in numbers only, or in how often a line comes: cursors and windows move on."""
    return "\n".join(sorted({_NUMBERS.sub("#", line.strip()) for line in sentence.splitlines()}))


def after(memory: Memory, outcomes: Iterable[Outcome]) -> Memory:
    """The memory with outcomes taken in, in their order."""
    changed = dict(memory)
    for outcome in outcomes:
        series = changed.get(outcome.subject)
        if outcome.alert is not None:
            changed[outcome.subject] = _failed(series, outcome, outcome.alert)
        elif series and series.well_since is None and series.over_told_at is None:
            changed[outcome.subject] = replace(series, well_since=outcome.at)
    return changed


def _failed(series: Series | None, outcome: Outcome, alert: Alert) -> Series:
    kind = outcome.kind or kind_of(alert.sentence)
    fresh = Series(last=alert, kind=kind, over=outcome.over, since=outcome.at, is_repeated=outcome.is_repeated)
    if series is None:
        return fresh
    if series.over_told_at is not None:
        is_relapse = outcome.at - series.over_told_at < STEADY
        return replace(fresh, relapses=series.relapses + 1) if is_relapse else fresh
    return replace(
        series, last=alert, kind=kind, count=series.count + 1, well_since=None, is_repeated=outcome.is_repeated
    )


def due(memory: Memory, now: datetime, repeat_after: timedelta) -> dict[str, Alert]:
    """What is to be told now, by subject."""
    told = {subject: _due(series, now, repeat_after) for subject, series in memory.items()}
    return {subject: alert for subject, alert in told.items() if alert is not None}


def _due(series: Series, now: datetime, repeat_after: timedelta) -> Alert | None:
    if series.over_told_at is not None or (series.tried_at is not None and now - series.tried_at < TRY_AGAIN):
        return None
    if series.well_since is not None:
        is_over = bool(series.told) and (series.relapses == 0 or now - series.well_since >= STEADY)
        return _over(series, series.well_since) if is_over else None
    told_at = series.told.get(series.kind)
    if told_at is None:
        return series.last if series.count == 1 else _counted(series)
    is_due = series.is_repeated and series.last.at > told_at and now - told_at >= repeat_after
    return _counted(series) if is_due else None


def _counted(series: Series) -> Alert:
    return replace(series.last, what=f"{series.last.what}, {series.count} times since {_instant(series.since)}")


def _over(series: Series, at: datetime) -> Alert:
    failures = "one failure" if series.count == 1 else f"{series.count} failures"
    sentence = f"After {failures} since {_instant(series.since)}. It had said: {series.last.sentence}"
    return replace(series.last, what=series.over, sentence=sentence, next="nothing is to be done", at=at)


def after_telling(memory: Memory, subject: str, now: datetime, *, was_told: bool) -> Memory:
    """The memory once an alert that was due has been told, or could not be."""
    series = memory[subject]
    if not was_told:
        return {**memory, subject: replace(series, tried_at=now)}
    if series.well_since is not None:
        return {**memory, subject: replace(series, tried_at=None, well_since=None, over_told_at=now)}
    told = {**series.told, series.kind: now}
    return {**memory, subject: replace(series, tried_at=None, told=told)}


def without_the_past(memory: Memory, now: datetime) -> Memory:
    """Leaves out what is over and told long enough, or over before anybody was told."""
    return {subject: series for subject, series in memory.items() if not _is_past(series, now)}


def _is_past(series: Series, now: datetime) -> bool:
    if series.over_told_at is not None:
        return now - series.over_told_at >= STEADY
    return series.well_since is not None and not series.told


def _instant(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
