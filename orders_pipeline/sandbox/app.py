"""The one app of the sandbox: each dialect under its name, ChannelAdvisor also at the root, all over one world."""

from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from orders_pipeline.sandbox.channeladvisor.app import ChannelAdvisor
from orders_pipeline.sandbox.channeladvisor.hub import Hub
from orders_pipeline.sandbox.channeladvisor.operations import operation_of as channeladvisor_operation
from orders_pipeline.sandbox.channeladvisor_soap.app import ChannelAdvisorSoap
from orders_pipeline.sandbox.channeladvisor_soap.hub import SoapHub
from orders_pipeline.sandbox.channeladvisor_soap.operations import operation_of as channeladvisor_soap_operation
from orders_pipeline.sandbox.channelape.app import ChannelApe
from orders_pipeline.sandbox.channelape.errors import GATEWAY_BODIES
from orders_pipeline.sandbox.channelape.hub import Hub as ChannelApeHub
from orders_pipeline.sandbox.channelape.operations import operation_of as channelape_operation
from orders_pipeline.sandbox.channelunity.app import ChannelUnity
from orders_pipeline.sandbox.channelunity.hub import Hub as ChannelUnityHub
from orders_pipeline.sandbox.channelunity.operations import operation_of as channelunity_operation
from orders_pipeline.sandbox.clock import WorldClock
from orders_pipeline.sandbox.control import PREFIX, Control
from orders_pipeline.sandbox.faults import Faults, FaultsWanted
from orders_pipeline.sandbox.faults.wire import WireFaults
from orders_pipeline.sandbox.faults.world import WorldFaults
from orders_pipeline.sandbox.faults.writes import OperationOf, WriteFaults
from orders_pipeline.sandbox.purchases import Purchases
from orders_pipeline.sandbox.received import RequestLog
from orders_pipeline.sandbox.settings import Settings
from orders_pipeline.sandbox.world import World
from orders_pipeline.sandbox.writes import Writes

OPERATIONS: dict[str, OperationOf] = {  # which requests of a dialect are writes
    "channeladvisor": channeladvisor_operation,
    "channelunity": channelunity_operation,
    "channeladvisor_soap": channeladvisor_soap_operation,
    "channelape": channelape_operation,
}
ROOT = "channeladvisor"


class Sandbox:
    """World, clock, faults, log, writes and dialects, put together; an ASGI app. `ledger`: what was really applied."""

    def __init__(
        self,
        world: World,
        clock: WorldClock,
        *,
        faults: FaultsWanted | Faults = (),
        seed: int = 0,
        settings: Settings | None = None,
        folder: Path | None = None,
    ) -> None:
        self.world, self.clock, self.settings = world, clock, settings or Settings()
        self.faults = faults if isinstance(faults, Faults) else Faults(faults, seed)
        self.writes = Writes(world, clock, self.settings, folder)
        self.ledger = self.writes.ledger
        self.purchases = Purchases(world, folder)
        self.channeladvisor = Hub(world, clock, self.faults, self.settings, self.writes, folder)
        self.channelunity = ChannelUnityHub(world, clock, self.faults, self.settings, self.writes)
        exports = self.channeladvisor.exports
        self.channeladvisor_soap = SoapHub(world, clock, self.faults, self.settings, self.writes, exports)
        self.channelape = ChannelApeHub(world, clock, self.faults, self.settings, self.writes)
        self._world_faults = WorldFaults(self.faults, world, clock)
        self.late_orders: list[int] = self._world_faults.delay_commits()
        self._write_faults = WriteFaults(self._dialects, self.faults, clock, OPERATIONS, ROOT)
        self.log = RequestLog(WireFaults(self._write_faults, self.faults, {"channelape": GATEWAY_BODIES}), clock)
        self._control = Control(self)
        self._mounts: dict[str, ASGIApp] = {
            "channeladvisor": ChannelAdvisor(self.channeladvisor),
            "channelunity": ChannelUnity(self.channelunity),
            "channeladvisor_soap": ChannelAdvisorSoap(self.channeladvisor_soap),
            "channelape": ChannelApe(self.channelape),
        }
        self._root = self._mounts[ROOT]

    def arm(self, wanted: FaultsWanted) -> None:
        """Arms faults in a running sandbox. Naming `late_commit` delays what happens from now on."""
        before = self.faults.armed.get("late_commit")
        self.faults.arm(wanted)
        if self.faults.armed.get("late_commit") is not before:
            self.late_orders += self._world_faults.delay_commits()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        await self._write_faults.deliver()
        if scope["path"].startswith(PREFIX):
            await self._control(scope, receive, send)
            return
        await self.log(scope, receive, send)

    async def _dialects(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._world_faults.before(scope["path"])
        name, _, _ = scope["path"].removeprefix("/").partition("/")
        app = self._mounts.get(name)
        if app is None:
            await self._root(scope, receive, send)
        else:
            await app({**scope, "root_path": f"/{name}"}, receive, send)
