"""2,000 pages with something changed at random: read, set aside with a reason of the list, or refused; counted exactly.

A page counts as one where the client takes it for one, and its window is certified then. What is certified must load.
"""

import random
import shutil
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from orders_pipeline.channels.base import CONTINUATION, WHOLE_ORDER, Body
from orders_pipeline.channels.channeladvisor import skeleton as rest
from orders_pipeline.channels.channeladvisor_soap import skeleton as soap
from orders_pipeline.channels.channelape import skeleton as channelape
from orders_pipeline.channels.channelunity import skeleton as channelunity
from orders_pipeline.channels.errors import HubError
from orders_pipeline.channels.registry import DIALECTS
from orders_pipeline.flows.incoming import grouped, scope_of
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.landing.manifest import Purpose
from orders_pipeline.model.reasons import EXPLAINED, Reason
from orders_pipeline.model.window import Window
from orders_pipeline.sandbox.world import World
from orders_pipeline.settings import Home
from orders_pipeline_tests.dialects import CHANNELAPE, CHANNELUNITY, SOAP
from orders_pipeline_tests.mutating import mutated
from orders_pipeline_tests.pipeline import US, a_pipeline, assert_counts_add_up

SKELETONS = {
    "channeladvisor": rest.page,
    "channeladvisor_soap": soap.page,
    "channelunity": channelunity.page,
    "channelape": channelape.page,
}
IDS = frozenset(range(20_000_000, 20_002_000))  # of every order of a small world
A_MINUTE = timedelta(minutes=1)


def entries_of(channel, content):
    """How many orders the client counts on a page; None where it is none for it."""
    try:
        return len(SKELETONS[channel](content).entries)
    except HubError:
        return None


def is_taken(channel, page, content):
    """Whether the client would have let this stand as the rest of an order."""
    try:
        if channel == "channeladvisor_soap":
            if page.continues_path == "FulfillmentList":
                soap.fulfilled_of(content, IDS)
            else:
                soap.refunds_of(content, int(page.continues_order_id))
        elif page.kind == WHOLE_ORDER:
            return str(rest.order(content).order_id) == page.continues_order_id
        elif page.kind == CONTINUATION:
            rest.rest(content, page.continues_path)
    except HubError:
        return False
    return True


class Rewritten:
    """The windows of a landing replaced by one for each mutated page that the client takes for one."""

    def __init__(self, pipeline, account):
        self.landing = AccountLanding(pipeline.home.landing, account)
        self.whole = list(self.landing.manifests(Purpose.LIVE))
        self.groups = [group for one in self.whole for group in grouped(one.pages) if group[0].orders]
        self.next = self.whole[-1].window.end
        self.expected = {}  # window id -> orders that the client counts
        self.refused = 0
        for one in self.whole:
            (self.landing.folder / "live" / f"{one.window.name}.json").unlink()

    def mutate(self, rng):
        """One more mutated page."""
        channel = self.whole[0].source.channel
        page, more = rng.choice(self.groups)
        meant = rng.choice([page, page, page, *more[:4]])
        content = mutated(rng, self.landing.bodies.get(meant.sha256), is_json=channel in JSON)
        if meant is page:
            orders = entries_of(channel, content)
            is_page = orders is not None
        else:
            orders, is_page = page.orders, is_taken(channel, meant, content)
        if not is_page:
            self.refused += 1
            if meant is page:
                self.refuse(channel, content)
            return
        changed = msgspec.structs.replace(meant, sha256=self.landing.bodies.put(content), body_bytes=len(content))
        self.certify([changed if one is meant else one for one in (page, *more)], orders)

    def refuse(self, channel, content):
        """What the client refuses is no page, or tells nothing of whether more follow; it harms no reader."""
        with suppress(HubError):
            DIALECTS[channel].sightings(scope_of(self.whole[0]), Body(kind="orders", content=content), ())

    def certify(self, pages, orders):
        window = Window(self.next, self.next + A_MINUTE)
        self.next = window.end
        name = f"{Purpose.LIVE}/{window.name}"
        shown = tuple(
            msgspec.structs.replace(page, window_id=name, page_number=number) for number, page in enumerate(pages, 1)
        )
        self.landing.certify(msgspec.structs.replace(self.whole[0], window=window, asked=window, pages=shown))
        self.expected[name] = orders


JSON = ("channeladvisor", "channelape")


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """A home that has landed a small world through every dialect, in small pages, and loaded nothing."""
    folder = tmp_path_factory.mktemp("read")
    with a_pipeline(
        folder,
        World(seed=11, orders=70),
        profiles=US,
        others=[SOAP, CHANNELUNITY, CHANNELAPE],
        page_size=4,
        soap_page_caps=(200, 100, 50, 4),
        faults=[{"name": "short_page", "probability": 1.0}],
    ) as pipeline:
        for account in pipeline.spoken:
            pipeline.read(account)
    return pipeline


@pytest.fixture
def pipeline(read, tmp_path):
    there = replace(read, home=Home.at(tmp_path / "home"))
    shutil.copytree(read.home.landing, there.home.landing, dirs_exist_ok=True)
    return there


@pytest.mark.parametrize(
    ("pages", "seed"), [(200, 4), pytest.param(2_000, 5, marks=pytest.mark.long)], ids=["200", "2000"]
)
def test_mutated_pages_are_read_set_aside_or_refused_and_counted_exactly(pipeline, pages, seed):
    rng = random.Random(seed)
    by_channel = {spoken.channel: [] for spoken, _ in pipeline.spoken.values()}
    for account, (spoken, _) in pipeline.spoken.items():
        by_channel[spoken.channel].append(Rewritten(pipeline, account))
    for each in by_channel.values():
        for number in range(pages // 4):
            each[number % len(each)].mutate(rng)

    pipeline.load()
    assert_counts_add_up(pipeline)
    received = {
        (row["account"], row["window_id"]): row["received"]
        for row in pipeline.loaded("SELECT account, window_id, received FROM loads")
    }
    expected = {
        (each.landing.account, window): orders
        for several in by_channel.values()
        for each in several
        for window, orders in each.expected.items()
    }
    assert received == expected, f"seed {seed}"
    rejects = pipeline.loaded("SELECT account, window_id, reason, path, message FROM rejects")
    assert {row["reason"] for row in rejects} <= set(Reason) == set(EXPLAINED)
    assert all(row["path"].startswith("$") for row in rejects)
    assert not [row for row in rejects if "Zanzibar" in row["message"] + row["path"]]
    quarantined = pipeline.loaded("SELECT account, window_id, quarantined FROM loads WHERE quarantined > 0")
    told = Counter((row["account"], row["window_id"]) for row in rejects)
    assert told == {(row["account"], row["window_id"]): row["quarantined"] for row in quarantined}
    for channel, several in by_channel.items():
        taken = sum(len(each.expected) for each in several)
        assert taken >= pages // 20, f"{channel}: hardly a page was one, so that little was shown"
        assert sum(each.refused for each in several) + taken == pages // 4
