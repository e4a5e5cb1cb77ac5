"""Is every account read, up to now, without a gap? Pure."""

from collections.abc import Iterator
from datetime import timedelta

from orders_pipeline.channels.errors import Unauthorized
from orders_pipeline.flows.doctor.findings import Finding, Severity, trouble, warning
from orders_pipeline.flows.doctor.picture import AccountSeen, Picture
from orders_pipeline.flows.doctor.words import ago, instant, lasting, many
from orders_pipeline.settings.account import Channel

LATE = timedelta(minutes=45)
"""Three readings of the schedule were missed."""
TOO_LATE = timedelta(hours=4)
OFTEN = 3  # failed attempts in a row that are no accident any more
LONGEST_PAUSE = timedelta(minutes=5)

GONE_IS_TOLD = timedelta(days=30)

TOKEN_LIFE: dict[Channel, timedelta] = {
    "channeladvisor": timedelta(days=90),  # without use; channeladvisor-rest.md §2, the newer page
}
TOKEN_WARNING = timedelta(days=30)  # before its end


def never_read(picture: Picture) -> Iterator[Finding]:
    for seen in picture.living:
        if not seen.landing.live and not seen.landing.attempts:
            what = f"Nothing of this account was ever read; {instant(seen.start)} is where it begins."
            yield warning("never_read", seen.name, what, f"orders-pipeline extract {seen.name}")


def attempts(picture: Picture) -> Iterator[Finding]:
    """The last attempt failed: in its own words, and how often it was so."""
    for seen in picture.living:
        failed = _failed_in_a_row(seen)
        if not failed:
            continue
        newest = seen.landing.attempts[-1]
        sentence = newest.failures[0].removeprefix(f"account {seen.name}: ")
        times = f", {failed} times in a row" if failed > 1 else ""
        what = f"The last reading failed {ago(picture.at - newest.at)}{times}: {sentence}"
        is_refused = Unauthorized.next_step in sentence
        next_step = f"orders-pipeline extract {seen.name}"
        if is_refused:
            names = ", ".join(seen.account.secrets.values())
            next_step = f"correct the variables {names}, then: {next_step}"
        severity = Severity.TROUBLE if is_refused or failed >= OFTEN else Severity.WARNING
        yield Finding(severity=severity, code="reading_failed", area=seen.name, sentence=what, next=next_step)


def _failed_in_a_row(seen: AccountSeen) -> int:
    count = 0
    for attempt in reversed(seen.landing.attempts):
        if not attempt.failures:
            break
        count += 1
    return count


def cursor_age(picture: Picture) -> Iterator[Finding]:
    """How far reading is behind the hub's present, against a schedule of 15 minutes."""
    for seen in picture.living:
        reached = seen.read_until
        if reached is None or picture.hub_at - reached < LATE:
            continue
        age = picture.hub_at - reached
        what = f"Read until {instant(reached)} only, {ago(age)}; the schedule reads every 15 minutes."
        if is_being_read(picture, seen):
            what, next_step = f"{what} It is being read right now.", "wait; then: orders-pipeline doctor"
            yield warning("cursor_behind", seen.name, what, next_step)
            continue
        severity = Severity.TROUBLE if age >= TOO_LATE else Severity.WARNING
        next_step = f"orders-pipeline extract {seen.name}; if schedules should: orders-pipeline dev"
        yield Finding(severity=severity, code="cursor_behind", area=seen.name, sentence=what, next=next_step)


def is_being_read(picture: Picture, seen: AccountSeen) -> bool:
    return any(lock.what == f"reading {seen.name}" for lock in picture.locks or ())


def gaps_between_windows(picture: Picture) -> Iterator[Finding]:
    """Windows that are missing before newer ones. While the account is read that is as it should be."""
    for seen in picture.living:
        if not seen.holes or is_being_read(picture, seen):
            continue
        first = seen.holes[0]
        what = (
            f"{many(len(seen.holes), 'gap')} between certified windows, the first from {instant(first.start)} to "
            f"{instant(first.end)}; the cursor stands before it, and nothing newer counts."
        )
        yield warning("windows_missing", seen.name, what, f"orders-pipeline extract {seen.name}")


def gone(picture: Picture) -> Iterator[Finding]:
    """Subscriptions that their hub has ceased to list: told for a month."""
    for seen in picture.accounts:
        since = seen.account.gone_since
        if since is None or picture.at - since > GONE_IS_TOLD:
            continue
        what = f"Its hub no longer lists it, {ago(picture.at - since)}: it is not read, and what is held of it stays."
        next_step = f"if that is a mistake, mend it at the hub, then: orders-pipeline extract {seen.account.section}"
        yield warning("subscription_gone", seen.name, what, next_step)


def token_life(picture: Picture) -> Iterator[Finding]:
    """Refresh tokens that lapse when they are not used: by the last reading that a hub let in."""
    for seen in picture.living:
        life = TOKEN_LIFE.get(seen.account.channel)
        used_at = seen.last_success_at
        if life is None or used_at is None or picture.at - used_at < life - TOKEN_WARNING:
            continue
        unused = picture.at - used_at
        variable = seen.account.secrets["refresh_token"]
        if unused < life:
            what = f"Its refresh token was last used {ago(unused)}; it lapses after {lasting(life)} without use."
            yield warning("token_ageing", seen.name, what, f"orders-pipeline extract {seen.name}")
        else:
            what = f"Its refresh token was last used {ago(unused)} and may have lapsed after {lasting(life)}."
            next_step = (
                f"orders-pipeline doctor --ask-hubs; if it is refused, put a new one of the developer console "
                f"into {variable}"
            )
            yield trouble("token_lapsed", seen.name, what, next_step)


def pauses(picture: Picture) -> Iterator[Finding]:
    if picture.paused > LONGEST_PAUSE:
        what = f"A hub said that it was asked too often: it is left alone for another {lasting(picture.paused)}."
        next_step = f"wait until {instant(picture.at + picture.paused)}; if it comes again, lower limits.per_minute"
        yield warning("budget_paused", "reading", what, next_step)
