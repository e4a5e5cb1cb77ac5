"""Who is measured, as a table: each runs its processes against the hub on an empty folder; its result is checked."""

import json
import shutil
import sys
from collections.abc import Callable

from msgspec import Struct

from benchmarks import checking, dlt_settings, ours
from benchmarks.environment import dlt_python
from benchmarks.hub import RunningHub
from benchmarks.measuring import Measured, measure
from benchmarks.places import PROFILES, ROOT, RUNS
from benchmarks.rendered import Rendered
from benchmarks.results import Result


class Given(Struct, frozen=True, kw_only=True):
    """What every contender is given: the orders, the hub that serves them, and the requests that ours made."""

    orders: Rendered
    hub: RunningHub
    targets: list[str]


def of_ours(given: Given) -> Result:
    home = ours.empty_home(given.hub.url)
    given.hub.begin()
    parts = {name: ours.step(home, name) for name in ours.STEPS}
    given.targets[:] = given.hub.asked()
    wrong = checking.differences(ours.database(home), checking.OURS, given.orders.facts)
    return _result("ours", given, parts, wrong, requests=len(given.targets))


def of_fetching(given: Given) -> Result:
    """The same requests as ours made, but for the token."""
    file = RUNS / "targets.json"
    file.write_text(json.dumps([target for target in given.targets if not target.startswith("/oauth2")]))
    return _floor("fetch only", given, "fetch", given.hub.url, str(file))


def of_decoding(given: Given) -> Result:
    return _floor("decode only", given, "decode", str(given.orders.folder))


def of_dlt(kind: str, label: str) -> Callable[[Given], Result]:
    def run(given: Given) -> Result:
        folder, python = RUNS / f"dlt-{kind}", dlt_python()
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        given.hub.begin()
        command = [python, "-m", "benchmarks.dlt_pipeline", kind, given.hub.url, folder]
        parts = {label: measure(command, environ=dlt_settings.environ(), folder=ROOT)}
        wrong = checking.differences(folder / "orders.duckdb", checking.DLT, given.orders.facts)
        return _result(label, given, parts, wrong, requests=len(given.hub.asked()))

    return run


def _floor(name: str, given: Given, *what: str) -> Result:
    given.hub.begin()
    parts = {name: measure([sys.executable, "-m", "benchmarks.floors", *what], folder=ROOT)}
    return _result(name, given, parts, None, requests=len(given.hub.asked()))


def _result(name: str, given: Given, parts: dict[str, Measured], wrong: list[str] | None, requests: int) -> Result:
    return Result(
        contender=name,
        orders=given.orders.facts.orders,
        parts=parts,
        requests=requests,
        server_cpu=given.hub.cpu(),
        is_checked=wrong is not None,
        wrong=tuple(wrong or ()),
    )


def profile(given: Given) -> str:
    """The profile of our load; the landing of the last run is loaded again."""
    home = RUNS / "ours"
    file = PROFILES / f"load-{given.orders.facts.orders}.txt"
    return measure([sys.executable, "-m", "benchmarks.profiling", home, file], folder=ROOT).output


CONTENDERS: dict[str, Callable[[Given], Result]] = {
    "ours": of_ours,
    "fetch": of_fetching,
    "decode": of_decoding,
    "dlt-merge": of_dlt("merge", "dlt, merge"),
    "dlt-append": of_dlt("append", "dlt, append"),
    "dlt-arrow": of_dlt("arrow", "dlt given Arrow, merge"),
}
