"""Reads every hostile document in a process of its own; tells as lines of JSON what each one cost and came to.

Everything is imported before the first document. Each is read in a fork, under limits, with every file and socket
that Python opens noted; what a library in C opens shows in the lures.
"""

import json
import os
import resource
import signal
import socket
import sys
import time
from importlib import import_module
from pathlib import Path

from orders_pipeline.channels.base import ORDERS, Body, Scope
from orders_pipeline.channels.channeladvisor import skeleton as rest
from orders_pipeline.channels.channeladvisor_soap import skeleton as soap
from orders_pipeline.channels.channelape import skeleton as channelape
from orders_pipeline.channels.channelunity import skeleton as channelunity
from orders_pipeline.channels.errors import HubError
from orders_pipeline.channels.registry import DIALECTS
from orders_pipeline_tests import hostile

SKELETONS = {
    "channeladvisor": rest.page,
    "channeladvisor_soap": soap.page,
    "channelape": channelape.page,
    "channelunity": channelunity.page,
}
for _channel in DIALECTS:  # the registry would import them with the first document
    for _room in ("pages", "shown"):
        import_module(f"orders_pipeline.channels.{_channel}.{_room}")
WATCHED = ("open", "os.", "socket.", "subprocess.", "urllib.", "http.", "ftplib.", "ctypes.dlopen", "import")
SECONDS, MEGABYTES = 10, 256  # of a process that must be stopped; the test asks for less
touched: list[str] = []
watching = False


def note(event: str, arguments: object) -> None:
    if watching and event.startswith(WATCHED):
        touched.append(f"{event} {arguments!r:.200}")


def read(channel: str, content: bytes) -> list[str]:
    """What the client, the load and the view of a reject each make of it."""
    came_to = []
    try:
        SKELETONS[channel](content)
    except HubError as error:
        came_to.append(type(error).__name__)
    body = Body(kind=ORDERS, content=content)
    try:
        found = DIALECTS[channel].sightings(Scope(account="a", currency="USD"), body, ())
    except HubError as error:
        return [*came_to, type(error).__name__]
    for one in found[:2]:
        came_to.append("order" if one.problem is None else str(one.problem.reason))
        path = one.problem.path if one.problem else "$"
        DIALECTS[channel].snippet(body, (), one.position, path)
    return came_to


def examined(channel: str, name: str, lures: hostile.Lures, page: bytes) -> dict[str, object]:
    global watching
    made = (hostile.JSON if hostile.IS_JSON[channel] else hostile.XML)[name]
    content = made(page, lures)
    before, watching = time.process_time(), True
    came_to = read(channel, content)
    watching = False
    return {
        "channel": channel,
        "name": name,
        "seconds": time.process_time() - before,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "touched": touched,
        "came_to": came_to,
    }


def in_a_fork(channel: str, name: str, lures: hostile.Lures, page: bytes) -> None:
    pid = os.fork()
    if pid == 0:
        signal.alarm(SECONDS)
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + MEGABYTES * 2**20,) * 2)
        sys.stdout.write(json.dumps(examined(channel, name, lures, page)) + "\n")
        sys.stdout.flush()
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    if status:
        print(json.dumps({"channel": channel, "name": name, "died": status}), flush=True)


def show_that_it_is_seen() -> None:
    """A file that is opened and a host that is asked are noted; else nothing that follows would show anything."""
    global watching
    watching = True
    with Path(os.devnull).open(), socket.socket() as asking:
        asking.connect_ex(("127.0.0.1", 9))
    watching = False
    print(json.dumps({"noted": touched}), flush=True)
    touched.clear()


if __name__ == "__main__":
    sys.addaudithook(note)
    show_that_it_is_seen()
    given = hostile.Lures(*sys.argv[1:])
    for channel, page in hostile.pages().items():
        for name in hostile.JSON if hostile.IS_JSON[channel] else hostile.XML:
            in_a_fork(channel, name, given, page)
