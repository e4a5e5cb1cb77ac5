"""What the hubs answered, where they were asked. Pure."""

from collections.abc import Iterator
from datetime import timedelta

from orders_pipeline.channels.errors import Unauthorized
from orders_pipeline.flows.doctor.findings import Finding, trouble, warning
from orders_pipeline.flows.doctor.picture import Picture
from orders_pipeline.flows.doctor.words import lasting

TOLERATED = timedelta(minutes=1)


def answers(picture: Picture) -> Iterator[Finding]:
    """A hub that refuses, or cannot be reached, in the words of the error."""
    secrets = {seen.name: ", ".join(seen.account.secrets.values()) for seen in picture.accounts}
    for hub in picture.hubs:
        if hub.failure is None:
            continue
        next_step = f"look at the hub's status page, then: orders-pipeline extract {hub.account}"
        if Unauthorized.next_step in hub.failure:
            next_step = f"correct the variables {secrets[hub.account]}, then: orders-pipeline doctor --ask-hubs"
        yield trouble("hub_refuses", hub.account, f"Its hub was asked now: {hub.failure}", next_step)


def clocks(picture: Picture) -> Iterator[Finding]:
    """Windows end at the earlier of the two clocks: where ours is behind, orders come in that much later."""
    for hub in picture.hubs:
        if hub.ahead is None or picture.is_demo or abs(hub.ahead) <= TOLERATED:
            continue
        side = "ahead of" if hub.ahead > timedelta(0) else "behind"
        what = f"Its hub's clock is {lasting(abs(hub.ahead))} {side} this machine's; one of the two is wrong."
        yield warning("clocks_differ", hub.account, what, "timedatectl; then set the clock")
