"""Who is measured, as a table: each runs its processes against the hub on an empty folder; its result is checked."""

import shutil
import sys
from collections.abc import Callable

import msgspec
from msgspec import Struct

from benchmarks import checking, dlt_settings, ours
from benchmarks.dialects import DIALECTS
from benchmarks.environment import dlt_python
from benchmarks.exchange import Request
from benchmarks.hub import RunningHub
from benchmarks.measuring import Measured, measure
from benchmarks.places import PROFILES, ROOT, RUNS
from benchmarks.rendered import Rendered
from benchmarks.results import Result


class Given(Struct, frozen=True, kw_only=True):
    """What every contender is given: the orders, the hub that serves them, and the requests that ours made."""

    orders: Rendered
    page_size: int
    hub: RunningHub
    asked: list[Request]


def of_ours(given: Given) -> Result:
    dialect = DIALECTS[given.orders.channel]
    home = ours.empty_home(given.orders.channel, given.hub.url)
    given.hub.begin()
    parts = {name: ours.step(home, dialect, name) for name in ours.STEPS}
    given.asked[:] = given.hub.asked()
    wrong = checking.differences(ours.database(home), checking.OURS, given.orders.facts)
    return _result("ours", given, parts, wrong, requests=len(given.asked))


def of_fetching(given: Given) -> Result:
    return _floor("fetch only", given, "fetch", given.hub.url)


def of_decoding(given: Given) -> Result:
    return _floor("decode only", given, "decode", str(given.orders.folder), str(given.page_size))


def of_dlt(kind: str, label: str) -> Callable[[Given], Result]:
    def run(given: Given) -> Result:
        channel = given.orders.channel
        folder, python = RUNS / f"dlt-{channel}-{kind}", dlt_python()
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        given.hub.begin()
        command = [python, "-m", "benchmarks.dlt_pipeline", channel, kind, given.hub.url, folder]
        parts = {label: measure(command, environ=dlt_settings.environ(), folder=ROOT)}
        wrong = checking.differences(folder / "orders.duckdb", checking.of_dlt(channel), given.orders.facts)
        return _result(label, given, parts, wrong, requests=len(given.hub.asked()))

    return run


def _floor(name: str, given: Given, what: str, *rest: str) -> Result:
    """The same requests as ours made."""
    file = RUNS / "asked.json"
    file.write_bytes(msgspec.json.encode(given.asked))
    given.hub.begin()
    parts = {name: measure([sys.executable, "-m", "benchmarks.floors", what, file, *rest], folder=ROOT)}
    return _result(name, given, parts, None, requests=len(given.hub.asked()))


def _result(name: str, given: Given, parts: dict[str, Measured], wrong: list[str] | None, requests: int) -> Result:
    return Result(
        contender=name,
        orders=given.orders.orders,
        parts=parts,
        requests=requests,
        server_cpu=given.hub.cpu(),
        is_checked=wrong is not None,
        wrong=tuple(wrong or ()),
    )


def profile(given: Given, *, of_functions: bool) -> str:
    """Where our load spends its time; the landing of the last run is loaded again. `of_functions`: into a file too."""
    channel = given.orders.channel
    command = [sys.executable, "-m", "benchmarks.profiling", ours.home_of(channel).root]
    if of_functions:
        command.append(PROFILES / f"load-{channel}-{given.orders.orders}.txt")
    return measure(command, folder=ROOT).output


CONTENDERS: dict[str, Callable[[Given], Result]] = {
    "ours": of_ours,
    "fetch": of_fetching,
    "decode": of_decoding,
    **{f"dlt-{kind}": of_dlt(kind, label) for dialect in DIALECTS.values() for kind, label in dialect.dlt.items()},
}
