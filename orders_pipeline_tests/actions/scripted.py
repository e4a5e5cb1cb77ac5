"""A hub that reads as the sandbox does and writes as a script says: what reached it is the ledger."""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import msgspec
import pytest

from orders_pipeline.channels import registry
from orders_pipeline.channels.errors import NotSent, Unknown
from orders_pipeline.channels.responses import Headers, Response
from orders_pipeline.model.action_states import Event
from orders_pipeline.model.outcomes import Seen


@dataclass
class Script:
    """`fates`: how the next sendings end, then all are taken. `shows`: whether the hub shows them."""

    fates: list = field(default_factory=list)
    reached: list = field(default_factory=list)
    shows: bool = True
    meanwhile: Callable[[], None] = lambda: None  # happens while a request is on its way

    def send(self, request):
        fate = self.fates.pop(0) if self.fates else "taken"
        if fate == "not_sent":
            raise NotSent("the connection was refused")
        self.reached.append(request)
        self.meanwhile()
        if fate == "lost":
            raise Unknown("no answer came back")
        status, body = {"taken": (204, b""), "refused": (400, b'{"Message":"no"}')}[fate]
        at = datetime.now(UTC)
        return Response(
            status=status,
            headers=Headers({}),
            body=body,
            requested_at=at,
            received_at=at,
            url=request.path,
            hub_time=at,
            attempts=1,
        )

    def seen(self, draft, document, is_accepted):
        if self.shows and any(request == draft.request for request in self.reached):
            return Seen(event=Event.SEEN_DONE, sentence="it is there", evidence="as the script shows it")
        return Seen(event=None, sentence="not there")


class _Channel:
    def __init__(self, inner, script):
        self._inner, self.send = inner, script.send

    def __getattr__(self, name):
        return getattr(self._inner, name)


@contextmanager
def scripted(channel="channeladvisor"):
    """The dialect writes to the script for as long as the block lasts."""
    script, dialect = Script(), registry.DIALECTS[channel]
    changed = msgspec.structs.replace(
        dialect,
        connect=lambda connection: _Channel(dialect.connect(connection), script),
        writeback=msgspec.structs.replace(dialect.writeback, seen=script.seen),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(registry.DIALECTS, channel, changed)
        yield script
