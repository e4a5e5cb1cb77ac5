"""The real transition table under exhaustive search: every order of events of several intents, hub, network, people.

The world of an intent is small and complete: how far its request has come, what the hub did, what anybody can see.
"""

from typing import NamedTuple

import pytest

from orders_pipeline.model.action_states import FINAL, OPEN, TRANSITIONS, Event, NotPossible, Standing, State, after

LOOKS = 2  # then absence is believed


class Truth(NamedTuple):
    """`sent`: requests of ours that left. `hub`: nothing, coming, applied, failing (applied, to be refused later)."""

    standing: Standing = Standing(State.PLANNED)
    sent: int = 0
    hub: str = "nothing"
    looks: int = 0


class Search:
    """Everything that can follow. `after` and `waits_its_turn` are the rules; a test takes one away."""

    def __init__(self, is_blind=False, after=after, waits_its_turn=True):
        self.is_blind, self.after, self.waits_its_turn = is_blind, after, waits_its_turn
        self.numbers, self.known, self.moves = {}, [], []

    def moved(self, one, event, **more):
        try:
            return one._replace(standing=self.after(one.standing, event), **more)
        except NotPossible:
            return None

    def sendings(self, one):
        """Everything that can become of a request once `sending` is stored; a crash is a doubt."""
        if one.standing.state is not State.SENDING:
            return
        yield self.moved(one, Event.NOT_SENT)
        yield self.moved(one, Event.IN_DOUBT)
        left = one.sent + 1
        yield self.moved(one, Event.ANSWERED_NO, sent=left)
        for hub in ("applied", "failing"):
            yield self.moved(one, Event.ANSWERED_OK, sent=left, hub=hub)
            yield self.moved(one, Event.IN_DOUBT, sent=left, hub=hub)
        yield self.moved(one, Event.IN_DOUBT, sent=left, hub="coming")

    def looks(self, one):
        if one.standing.state not in (State.ACCEPTED, State.UNKNOWN, State.PARKED):
            return
        if not self.is_blind and one.hub in SEEN:
            yield self.moved(one, SEEN[one.hub])
        if one.standing.state is not State.PARKED:  # nothing is shown, or not yet
            yield one._replace(looks=min(one.looks + 1, LOOKS))
        if one.looks == LOOKS or self.is_blind:
            yield self.moved(one, Event.GIVE_UP)

    def people(self, one):
        """They decide by what really happened, when nothing can come any more, and withdraw what was not sent."""
        for event in (Event.APPROVE, Event.STALE, Event.WITHDRAW):
            yield self.moved(one, event)
        if one.hub in ("nothing", "failed"):
            yield self.moved(one, Event.SHOWN_NOT_DONE)
        elif one.hub == "applied":
            yield self.moved(one, Event.SHOWN_DONE)

    def follows(self, one):
        """Without BEGIN: that depends on the others."""
        every = [*self.sendings(one), *world(one), *self.looks(one), *self.people(one)]
        return [follow for follow in every if follow is not None]

    def number_of(self, one):
        """Each way an intent can stand has a number, so that millions of them together stay small. Wrong ones raise."""
        if one not in self.numbers:
            assert wrong(one) is None, f"{wrong(one)}: {one}"
            self.numbers[one] = len(self.known)
            self.known.append(one)
            self.moves.append(None)
        return self.numbers[one]

    def moves_of(self, number):
        """Where it can go by itself, where BEGIN takes it (or None), and whether it is in flight."""
        if self.moves[number] is None:
            one = self.known[number]
            begun = self.moved(one, Event.BEGIN)
            follows = [self.number_of(follow) for follow in self.follows(one)]
            self.moves[number] = follows, None if begun is None else self.number_of(begun)
        return self.moves[number]

    def is_open(self, number):
        return self.known[number].standing.state in OPEN

    def successors(self, them):
        for place, number in enumerate(them):
            others = them[:place] + them[place + 1 :]
            follows, begun = self.moves_of(number)
            if begun is not None and not (self.waits_its_turn and any(map(self.is_open, others))):
                follows = [*follows, begun]
            for follow in follows:
                yield tuple(sorted((*others, follow)))  # intents are alike

    def states(self, intents):
        """How many there are, all of them; AssertionError at the first that is wrong, naming it."""
        start = (self.number_of(Truth()),) * intents
        met, waiting = {start}, [start]
        while waiting:
            for follow in self.successors(waiting.pop()):
                if follow not in met:
                    assert sum(map(self.is_open, follow)) <= 1, "two in flight"
                    met.add(follow)
                    waiting.append(follow)
        return len(met)


SEEN = {"applied": Event.SEEN_DONE, "failing": Event.SEEN_PENDING, "failed": Event.SEEN_FAILED}


def world(one):
    """What happens without us: what was late arrives or never does, what was accepted is refused by the marketplace."""
    if one.hub == "coming":
        yield one._replace(hub="applied")
        yield one._replace(hub="nothing")
    if one.hub == "failing":
        yield one._replace(hub="failed")


def wrong(one):
    """The sentence, if this intent's state says what is not so."""
    state = one.standing.state
    if one.sent > 1:
        return "sent twice"
    if state is State.SETTLED and one.hub != "applied":
        return "called done, and it is not"
    if state in (State.REJECTED, State.FAILED, State.WITHDRAWN) and one.hub in ("applied", "failing", "coming"):
        return f"called {state}, and it was applied"
    if state in (State.PLANNED, State.APPROVED) and one.sent:
        return "may be sent again"
    return None


@pytest.mark.parametrize("is_blind", [False, True])
def test_no_order_of_events_of_four_intents_ends_in_a_lie(is_blind):
    assert Search(is_blind).states(4) > 60_000


@pytest.mark.long
@pytest.mark.parametrize("is_blind", [False, True])
def test_no_order_of_events_of_five_intents_ends_in_a_lie(is_blind, figures):
    found = Search(is_blind).states(5)
    figures(f"search, five intents, {'a blind hub' if is_blind else 'a hub that shows'}", states=found, lies=0)
    assert found >= 250_000


def without(state, event, target):
    """The rules, but that an event leads elsewhere."""
    return lambda standing, met: Standing(target) if (standing.state, met) == (state, event) else after(standing, met)


LAWS = {
    "a crash while sending is a doubt, not a second try": without(State.SENDING, Event.IN_DOUBT, State.APPROVED),
    "a doubt is no refusal": without(State.SENDING, Event.IN_DOUBT, State.REJECTED),
    "accepted is not done": without(State.SENDING, Event.ANSWERED_OK, State.SETTLED),
    "absence is for a person": without(State.UNKNOWN, Event.GIVE_UP, State.FAILED),
    "absence is for a person, of what was accepted too": without(State.ACCEPTED, Event.GIVE_UP, State.FAILED),
    "what is seen under way may still fail": without(State.UNKNOWN, Event.SEEN_PENDING, State.SETTLED),
    "what is seen to have failed is not done": without(State.ACCEPTED, Event.SEEN_FAILED, State.SETTLED),
    "parked is in flight": without(State.PARKED, Event.SEEN_PENDING, State.APPROVED),
}


@pytest.mark.parametrize("law", LAWS)
def test_each_law_taken_away_alone_ends_in_a_lie(law):
    with pytest.raises(AssertionError):
        Search(after=LAWS[law]).states(1)


def test_without_waiting_their_turn_two_are_in_flight():
    with pytest.raises(AssertionError, match="two in flight"):
        Search(waits_its_turn=False).states(2)


def test_every_state_that_is_not_final_can_be_left_and_no_final_one_can():
    assert {state for state, _ in TRANSITIONS} == set(State) - FINAL


def test_a_refusal_of_what_was_once_in_doubt_is_a_doubt():
    assert after(Standing(State.SENDING, was_in_doubt=True), Event.ANSWERED_NO).state is State.UNKNOWN
