"""What can go wrong around an action: 14 places at which the process dies, 12 things that a network or a hub does."""

from typing import NamedTuple

from orders_pipeline.sandbox.faults import Fault


class Killed(BaseException):
    """The process ends here."""


class Crash(NamedTuple):
    """steps: names of the steps at which it dies. stage: only then (ask, apply, look); None: whenever."""

    steps: tuple[str, ...]
    stage: str | None = None


class Trouble(NamedTuple):
    """A crash, or a fault of the write and one that the looks after it suffer from, again and again."""

    name: str
    crash: Crash | None = None
    write: Fault | None = None
    look: Fault | None = None


ASK, APPLY, LOOK = "ask", "apply", "look"
ANSWER = "the hub has it, no answer read"

CRASHES = (
    Trouble("asked, not stored", Crash(("add: not committed",))),
    Trouble("asked, stored", Crash(("add: committed",))),
    Trouble("approved, not stored", Crash(("approve: not committed",))),
    Trouble("approved, stored", Crash(("approve: committed",))),
    Trouble("before the fresh read", Crash(("fresh read",))),
    Trouble("read, not stored as sending", Crash(("before it is stored as sending",))),
    Trouble("storing as sending", Crash(("begin: not committed",))),
    Trouble("stored as sending, not counted", Crash(("begin: committed",))),
    Trouble("counted, no byte sent", Crash(("stored, no byte sent",))),
    Trouble("sent, no answer read", Crash((ANSWER,))),
    Trouble("answered, not stored", Crash(("answered, not stored",))),
    Trouble("stored as answered", Crash(("stored as answered",))),
    Trouble("looked, not stored", Crash(("change: not committed", "looked: not committed"), LOOK)),
    Trouble("looked, stored", Crash(("change: committed", "looked: committed"), LOOK)),
)


def _struck(name: str, look: str | None, **options: float) -> Trouble:
    always = None if look is None else Fault(look, probability=1.0, times=1000, options=_QUICK.get(look, {}))
    return Trouble(name, write=Fault(f"write_{name}", nth=(1,), options=options), look=always)


_QUICK: dict[str, dict[str, float]] = {"timeout": {"seconds": 0.0}}
NETWORK = (
    _struck("reset_after", "reset_connection"),  # applied, the answer is lost
    _struck("delayed", "timeout", seconds=0.0, world_seconds=600.0),  # ten minutes later it arrives
    _struck("twice", None, world_seconds=120.0),
    _struck("garbled", "html_page"),
    _struck("cut", "cut_body"),
    _struck("refused_late", None),
    _struck("401_before", "token_expiry"),
    _struck("401_after", "token_expiry"),
    _struck("429_before", "too_many_requests"),
    _struck("429_after", "too_many_requests"),
    _struck("5xx_before", "server_error"),
    _struck("5xx_after", "server_error"),
)
TROUBLES = {trouble.name: trouble for trouble in (*CRASHES, *NETWORK)}
PAIRS = tuple((one, two) for one in TROUBLES for two in TROUBLES)  # also the same twice
