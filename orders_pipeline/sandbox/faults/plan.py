"""When a fault strikes: by its opportunities, its seed and its limits, so that the same run fails the same way.

What a fault does stands elsewhere: on the wire in `wire`, around a write in `writes`, in the world in `world`, in
documents in `spoiled`, and where a link or a token is concerned in the dialect that has them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from random import Random
from typing import Any

import msgspec
from msgspec import Struct

from orders_pipeline.sandbox.faults.spoiled import SPOILED


class Fault(Struct, frozen=True, forbid_unknown_fields=True):
    """Strikes at the `nth` opportunities, or else with a probability at each; at most `times` times (None: no end).

    An opportunity is a request whose path contains `path`, or one of several, or, for a fault of links, a page that
    has one.
    """

    name: str
    probability: float | None = None
    nth: tuple[int, ...] = ()
    times: int | None = None
    path: str | tuple[str, ...] | None = None
    options: dict[str, Any] = {}

    def is_at(self, path: str) -> bool:
        paths = (self.path,) if isinstance(self.path, str) else self.path
        return not paths or any(part in path for part in paths)


ORDER_PATHS = ("/v1/", "/channelunity/", "/OrderService.asmx")  # where dialects show orders

DEFAULTS = {  # a fault that is only named; a given field replaces the default one
    fault.name: fault
    for fault in (
        Fault("too_many_requests", 0.1, times=3, options={"retry_after": "vary"}),  # vary, none, or seconds
        Fault("server_error", 0.1, times=3),
        Fault("timeout", 0.05, times=2, options={"seconds": 5.0}),
        Fault("cut_body", 0.1, times=3, options={"variant": "vary"}),  # vary, short_transfer, truncated_json
        Fault("html_page", 0.05, times=2),
        Fault("reset_connection", 0.05, times=2),
        Fault("slow_drip", 0.05, times=2, options={"bytes": 5, "pause": 0.003, "dripped": 200}),
        Fault("token_expiry", 0.1, times=2, path="/v1/"),
        Fault("foreign_next_link", 0.1, times=1, options={"host": "http://evil.example"}),
        Fault("first_page_past_end", 0.5, times=2, options={"variant": "vary"}),  # vary, past_end, repeated
        Fault("page_drift", 1.0, times=20, path=ORDER_PATHS, options={"every": 3, "seconds": 1.0, "edit": True}),
        Fault(
            "late_commit", 0.05, options={"seconds": 60.0, "before": 600.0}
        ),  # share of events, how late, how far back
    )
}
NAMES = tuple(DEFAULTS)
OF_DIALECTS: dict[str, tuple[Fault, ...]] = {  # what only one dialect can suffer from
    "channelunity": (
        Fault("redirect_302", 0.1, times=2, path="/channelunity/event.php", options={"location": ""}),  # "": own host
        Fault("empty_body", 0.1, times=2, path="/channelunity/"),
        Fault("lower_case_status", 0.2, times=5, path="/channelunity/"),
        Fault("status_not_ok", 0.1, times=2, path="#GetOrders", options={"variant": "vary"}),  # alone, after_orders
        Fault("status_missing", 0.1, times=2, path="#GetOrders", options={"variant": "vary"}),  # cut, left_out
        Fault("odd_page", 0.1, times=2, path="#GetOrders", options={"variant": "vary"}),  # channelunity.pages.ODD
    ),
    "channeladvisor_soap": (
        Fault("soap_fault_200", 0.1, times=3),  # text: of the fault
        Fault("soap_throttled", 0.1, times=3, options={"variant": "code"}),  # vary, code (of the message), status (429)
        Fault("soap_bad_page", 0.1, times=2),  # variant: of bad_pages.PAGES
        Fault("poisoned_order", 1.0, options={"alone": "served"}),  # served, fails; order_ids: else one by the seed
        Fault("failed_entry_under_success", 0.3, times=2),  # variant: vary, nil, missing
    ),
    "channelape": (  # all of a list of orders: channelape.md §3.3, §7
        Fault("last_key_repeated", 0.3, times=2, path="/v1/orders"),  # the page just read comes again
        Fault("short_page", 0.3, times=3, path="/v1/orders"),  # fewer orders than asked for, and more to come
        Fault("list_omits", 0.2, times=3, path="/v1/orders"),  # variant: vary, orders, pagination, lastPage, lastKey
        Fault("errors_with_200", 0.2, times=2, path="/v1/orders"),  # variant: vary, instead, beside
        Fault("accepted", 0.2, times=2, path="/v1/orders"),  # 202 for a read
        Fault("empty_list", 0.2, times=2, path="/v1/orders"),  # not a byte in the body
        Fault("bad_page", 0.3, times=5, path="/v1/orders"),  # variant: vary, or of channelape.wrong.BAD_PAGES
        Fault(
            "foreign_redirect", 0.2, times=1, path="/v1/orders", options={"status": 307, "host": "http://evil.example"}
        ),
    ),
}
OF_WRITES = {  # faults around a write; a path is part of `METHOD path#operation`
    fault.name: fault
    for fault in (
        Fault("write_reset_before", 0.05, times=2),
        Fault("write_reset_after", 0.05, times=2),
        Fault("write_timeout_before", 0.05, times=2, options={"seconds": 5.0}),
        Fault("write_timeout_after", 0.05, times=2, options={"seconds": 5.0}),
        Fault("write_delayed", 0.05, times=2, options={"seconds": 0.05, "world_seconds": 30.0}),
        Fault("write_twice", 0.05, times=2, options={"world_seconds": 0.0}),
        Fault("write_garbled", 0.05, times=2),
        Fault("write_cut", 0.05, times=2),
        Fault("write_refused_late", 0.05, times=2),
        Fault("write_401_before", 0.05, times=2),
        Fault("write_401_after", 0.05, times=2),
        Fault("write_429_before", 0.05, times=2),
        Fault("write_429_after", 0.05, times=2),
        Fault("write_5xx_before", 0.05, times=2),
        Fault("write_5xx_after", 0.05, times=2),
        Fault("write_redirect", 0.05, times=2, options={"location": ""}),  # "": own host
        Fault("write_html", 0.05, times=2, options={"when": "vary"}),  # vary, before, after
        Fault("write_slow", 0.05, times=2, options={"seconds": 0.5}),
    )
}
OF_ONE_DIALECTS_WRITES = {  # of a write with several entries; a path is part of `#operation`
    "soap_entry_refused": Fault("soap_entry_refused", 0.3, times=2)
}
EVERY = (
    DEFAULTS
    | {fault.name: fault for faults in OF_DIALECTS.values() for fault in faults}
    | OF_WRITES
    | OF_ONE_DIALECTS_WRITES
)


class Strike(Struct, frozen=True):
    """One stroke of a fault: its options, and chance of its own."""

    name: str
    options: dict[str, Any]
    random: Random

    def choice(self, option: str, *variants: str) -> str:
        """The option's value; one of the variants where it says `vary`."""
        value = self.options.get(option, "vary")
        return self.random.choice(variants) if value == "vary" else value


class Faults:
    """The faults that are armed. Strikes are counted by name, so arming a name again starts it anew."""

    def __init__(self, wanted: "FaultsWanted" = (), seed: int = 0) -> None:
        self.seed = seed
        self.struck: list[tuple[str, int]] = []  # name, which opportunity
        self.spoiled: dict[int, tuple[str, ...]] = {}
        self._ways = set(SPOILED)
        self._armed: dict[str, Fault] = {}
        self._opportunities: Counter[str] = Counter()
        self._strikes: Counter[str] = Counter()
        self.arm(wanted)

    def arm(self, wanted: "FaultsWanted") -> None:
        for fault in faults_of(wanted):
            self._armed[fault.name] = fault
            self._opportunities.pop(fault.name, None)
            self._strikes.pop(fault.name, None)

    def disarm(self, *names: str) -> None:
        """These faults, or all of them and every spoiled order."""
        if not names:
            self.spoiled.clear()
        for name in names or tuple(self._armed):
            self._armed.pop(name, None)

    def know(self, ways: Iterable[str]) -> None:
        """Names of further ways to spoil an order, as another dialect has them."""
        self._ways |= set(ways)

    def spoil(self, order_id: int, *how: str) -> None:
        """Shows one order spoiled, by names that a dialect knows, until disarmed. The others show it as it is."""
        if unknown := set(how) - self._ways - set(SPOILED):
            raise ValueError(f"no such way to spoil an order: {sorted(unknown)}; there are {sorted(self._ways)}")
        self.spoiled[order_id] = how

    @property
    def armed(self) -> dict[str, Fault]:
        return dict(self._armed)

    def strike(self, name: str, path: str = "") -> Strike | None:
        """Counts one opportunity; the stroke, if it falls on it."""
        fault = self._armed.get(name)
        if fault is None or not fault.is_at(path):
            return None
        self._opportunities[name] += 1
        turn = self._opportunities[name]
        random = Random(f"{self.seed}/{name}/{turn}")
        falls = turn in fault.nth if fault.nth else random.random() < (fault.probability or 0)
        if not falls or (fault.times is not None and self._strikes[name] >= fault.times):
            return None
        self._strikes[name] += 1
        self.struck.append((name, turn))
        return Strike(name, fault.options, random)


FaultsWanted = str | Fault | dict | Sequence[str | Fault | dict]


def faults_of(wanted: FaultsWanted) -> Iterable[Fault]:
    """`"all"`, a name, a Fault, a dict of its fields, or several of these. A name alone takes the defaults."""
    for each in (wanted,) if isinstance(wanted, str | Fault | dict) else wanted:
        if each == "all":
            yield from EVERY.values()
        elif isinstance(each, str):
            yield _completed(Fault(each))
        else:
            yield _completed(each if isinstance(each, Fault) else msgspec.convert(each, Fault))


def _completed(fault: Fault) -> Fault:
    default = EVERY.get(fault.name)
    if default is None:
        raise ValueError(f"no such fault: {fault.name}; there are {', '.join(EVERY)}")
    given_when = fault.nth or fault.probability is not None
    return Fault(
        fault.name,
        probability=fault.probability if given_when else default.probability,
        nth=fault.nth,
        times=fault.times if fault.times is not None or given_when else default.times,
        path=fault.path if fault.path is not None else default.path,
        options=default.options | fault.options,
    )
