"""The sandbox on a port of this machine: as a process of its own, or in a thread beside a test."""

import asyncio
import contextlib
import json
import os
import socket
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import uvicorn

from orders_pipeline.sandbox.app import Sandbox
from orders_pipeline.sandbox.channeladvisor.credentials import APPLICATION_ID, REFRESH_TOKEN, SHARED_SECRET
from orders_pipeline.sandbox.channeladvisor_soap import credentials as soap
from orders_pipeline.sandbox.channelape.credentials import JWT, TOKEN
from orders_pipeline.sandbox.channelape.ids import BUSINESSES
from orders_pipeline.sandbox.channelunity import credentials as channelunity
from orders_pipeline.sandbox.clock import WorldClock
from orders_pipeline.sandbox.faults import Faults, FaultsWanted
from orders_pipeline.sandbox.home import open_home
from orders_pipeline.sandbox.received import Received
from orders_pipeline.sandbox.settings import Settings
from orders_pipeline.sandbox.world import World

HOST = "127.0.0.1"
PATIENCE = 10.0  # seconds that a start may take


class Running:
    """A sandbox that serves. Credentials are the same in every sandbox, and made up."""

    application_id, shared_secret, refresh_token = APPLICATION_ID, SHARED_SECRET, REFRESH_TOKEN
    channelunity = channelunity  # MERCHANT_NAME, USER_NAME, PASSWORD, API_KEY
    soap_developer_key, soap_password = soap.DEVELOPER_KEY, soap.PASSWORD
    channelape_token, channelape_jwt, channelape_businesses = TOKEN, JWT, BUSINESSES

    def __init__(self, url: str, sandbox: Sandbox) -> None:
        self.url, self.sandbox = url, sandbox
        self.world, self.clock, self.faults = sandbox.world, sandbox.clock, sandbox.faults
        self.writes, self.ledger = sandbox.writes, sandbox.ledger

    @property
    def requests(self) -> Sequence[Received]:
        """What was asked so far, control endpoints left out."""
        return list(self.sandbox.log.requests)

    def refresh_token_for(self, profile: int) -> str:
        """A refresh token that covers this profile alone."""
        return f"{REFRESH_TOKEN}-{profile}"

    def soap_account_id(self, profile: int, currency: str | None = None) -> str:
        """The SOAP account of a whole profile, or of its orders in one currency."""
        return soap.ACCOUNT_IDS[profile, currency]


@contextlib.contextmanager
def running(
    world: World | Path | None = None,
    *,
    now: datetime | None = None,
    faults: FaultsWanted | Faults = (),
    seed: int = 0,
    port: int = 0,
    **settings: object,
) -> Iterator[Running]:
    """Serves a world, or the world of a folder, in a thread until the block ends. `settings`: fields of Settings."""
    folder = world if isinstance(world, Path) else None
    if folder:
        there, clock = open_home(folder)
        if now:
            clock.set(now)
    else:
        there, clock = world or World(), WorldClock(now=now)
    sandbox = Sandbox(there, clock, faults=faults, seed=seed, settings=Settings(**settings), folder=folder)
    listener = _listener(port)
    server = _InThread(_config(sandbox))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="sandbox", daemon=True)
    thread.start()
    try:
        deadline = time.monotonic() + PATIENCE
        while not server.started:
            if not thread.is_alive() or time.monotonic() > deadline:
                raise RuntimeError("the sandbox did not start")
            time.sleep(0.002)
        yield Running(f"http://{HOST}:{listener.getsockname()[1]}", sandbox)
    finally:
        server.stop()
        thread.join(PATIENCE)
        listener.close()


def serve(
    folder: Path, port: int = 0, *, faults: FaultsWanted = (), seed: int = 0, settings: Settings | None = None
) -> None:
    """Serves the world of a folder until stopped. Prints one line of JSON when it is ready: url and pid."""
    world, clock = open_home(folder)
    sandbox = Sandbox(world, clock, faults=faults, seed=seed, settings=settings, folder=folder)
    listener = _listener(port)
    ready = json.dumps({"url": f"http://{HOST}:{listener.getsockname()[1]}", "pid": os.getpid()})
    server = _Announced(_config(sandbox), ready)
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listener])


class _Announced(uvicorn.Server):
    """Says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: str) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        sys.stdout.write(f"{self._ready}\n")
        sys.stdout.flush()


class _InThread(uvicorn.Server):
    """Stops at once when told, whatever is still under way: uvicorn's own ways take two tenths of a second."""

    async def main_loop(self) -> None:
        self._loop, self._told = asyncio.get_running_loop(), asyncio.Event()
        if not self.should_exit:
            await self._told.wait()

    def stop(self) -> None:
        self.should_exit = True
        with contextlib.suppress(AttributeError, RuntimeError):  # not begun yet, or ended already
            self._loop.call_soon_threadsafe(self._told.set)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.transport.abort()


def _config(sandbox: Sandbox) -> uvicorn.Config:
    return uvicorn.Config(
        sandbox,
        loop="asyncio",  # its transports give the socket that faults need
        lifespan="off",
        ws="none",
        log_config=None,
        log_level="critical",
        access_log=False,
        date_header=False,  # answers carry the world's time
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=60,
        timeout_graceful_shutdown=1,
    )


def _listener(port: int) -> socket.socket:
    # The protocol is named because asyncio turns Nagle's delay off only where it is: 40 ms an answer otherwise.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((HOST, port))
    return listener
