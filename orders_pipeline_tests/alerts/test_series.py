"""A night's outage is a handful of messages: what is told, when, and when that it is over."""

from datetime import UTC, datetime, timedelta

import pytest

from orders_pipeline.flows.alerts.alert import Alert
from orders_pipeline.flows.alerts.series import (
    Outcome,
    after,
    after_telling,
    due,
    kind_of,
    without_the_past,
)

START = datetime(2026, 9, 30, 22, 0, tzinfo=UTC)
QUARTER, HOUR = timedelta(minutes=15), timedelta(hours=1)
REPEAT = 6 * HOUR
CURSOR_STANDS = (
    "account us: 2 of {} windows could not be certified.\n  20260801T000000Z: GET was answered with status 503"
)


def failed(at, sentence="the hub answers 503", *, is_repeated=True):
    alert = Alert(what="read_us failed", sentence=sentence, next="orders-pipeline doctor", at=at)
    return Outcome(subject="read_us", at=at, alert=alert, over="read_us works again", is_repeated=is_repeated)


def went_well(at):
    return Outcome(subject="read_us", at=at, over="read_us works again")


class Night:
    """Outcomes one after the other, a quarter of an hour apart; what was told of them. `deaf`: nothing can be sent."""

    def __init__(self):
        self.now, self.memory, self.told, self.deaf = START, {}, [], False

    def sees(self, *outcomes):
        for outcome in outcomes:
            self.memory = after(self.memory, [outcome] if outcome else [])
            for subject, alert in due(self.memory, self.now, REPEAT).items():
                self.memory = after_telling(self.memory, subject, self.now, was_told=not self.deaf)
                self.told += [] if self.deaf else [alert.what]
            self.memory = without_the_past(self.memory, self.now)
            self.now += QUARTER
        return self.told

    def fails(self, times, sentence="the hub answers 503", **more):
        for number in range(times):
            self.sees(failed(self.now, sentence.format(number), **more))
        return self.told

    def works(self, times=1):
        for _ in range(times):
            self.sees(went_well(self.now))
        return self.told


@pytest.fixture
def night():
    return Night()


def test_a_failure_is_told_at_once_and_its_end_once(night):
    assert night.fails(1) == ["read_us failed"]
    assert night.works(4) == ["read_us failed", "read_us works again"]
    assert night.memory.keys() <= {"read_us"}


def test_sixty_failures_of_a_night_are_three_messages_and_one_that_it_is_over(night):
    night.fails(60)
    night.works(1)
    assert night.told == [
        "read_us failed",
        "read_us failed, 25 times since 2026-09-30 22:00 UTC",
        "read_us failed, 49 times since 2026-09-30 22:00 UTC",
        "read_us works again",
    ]


def test_a_sentence_that_differs_in_numbers_only_is_the_same(night):
    night.fails(20, CURSOR_STANDS)
    assert night.told == ["read_us failed"]
    assert kind_of("3 windows\n  a 1\n  a 2") == kind_of("4 windows\n  a 9")


def test_another_failure_of_the_same_job_is_told_too_but_two_that_take_turns_are_not_told_forever(night):
    for _ in range(10):
        night.fails(1, "the hub answers 503")
        night.fails(1, "the hub did not answer in time")
    assert len(night.told) == 2


def test_what_fails_and_works_in_turns_is_told_a_few_times_only(night):
    for _ in range(20):
        night.fails(1)
        night.works(1)
    assert night.told[:3] == ["read_us failed", "read_us works again", "read_us failed"]
    assert len(night.told) == 4, "once more after six hours"
    assert night.works(5)[-1] == "read_us works again"


def test_what_failed_again_much_later_is_told_like_the_first_time(night):
    night.fails(1)
    night.works(20)
    assert night.fails(1)[-1] == "read_us failed"
    assert night.works(1)[-1] == "read_us works again"


def test_what_could_not_be_told_is_told_later_and_its_end_only_if_it_was(night):
    night.deaf = True
    night.fails(2)
    assert night.memory["read_us"].tried_at
    night.deaf = False
    assert night.sees(None) == ["read_us failed, 2 times since 2026-09-30 22:00 UTC"]
    night.works(1)
    night.deaf = True
    night.fails(1)
    night.works(1)
    assert night.told[1:] == ["read_us works again"]


def test_a_warning_is_told_once_until_it_is_over(night):
    night.fails(60, is_repeated=False)
    assert night.told == ["read_us failed"]


def test_what_always_worked_is_not_remembered(night):
    assert night.works(3) == []
    assert night.memory == {}
