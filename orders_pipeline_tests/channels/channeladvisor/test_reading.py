"""Orders that lists cut: followed to their end, or set aside alone. The hub is scripted; nothing goes over a wire."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

import pytest

from orders_pipeline.channels.base import INCOMPLETE, Body, Scope
from orders_pipeline.channels.channeladvisor.pages import sightings
from orders_pipeline.channels.channeladvisor.query import orders, whole_order
from orders_pipeline.channels.channeladvisor.reading import Reading
from orders_pipeline.channels.errors import ForeignHost, Rejected, Shifted
from orders_pipeline.landing.attempt import WindowAttempt
from orders_pipeline.landing.bodies import Bodies
from orders_pipeline.model.reasons import Reason

NOW = datetime(2026, 9, 1, tzinfo=UTC)
CUT = "/v1/Orders(2)/Items?$skip=20"


@dataclass
class Answer:
    body: bytes
    url: str = ""
    requested_at: datetime = NOW


class ScriptedHub:
    """Answers by URL; a missing one is a 404. Counts what it is asked."""

    def __init__(self, pages, count=2):
        self.pages, self.count, self.asked = pages, count, []

    def get(self, url):
        self.asked.append(url)
        assert len(self.asked) < 100, "this would go on for ever"
        if url not in self.pages:
            raise Rejected("no such thing", status=404)
        return Answer(json.dumps(self.pages[url]).encode())

    def link(self, link, asked):
        if urlsplit(link).netloc:
            raise ForeignHost("elsewhere")
        return urljoin(asked, link)

    def count_of(self, filter_text):
        return self.count

    def pause(self, tries):
        pass


FIRST = orders("f")


def page(**cut):
    return {"@odata.count": 2, "value": [{"ID": 1, "Items": []}, {"ID": 2, "Items": [], **cut}]}


def read(tmp_path, pages):
    attempt = WindowAttempt(Bodies(tmp_path))
    certificate = Reading(ScriptedHub(pages), "f", attempt).certified()
    return certificate, attempt.pages("us", "live/x")


def test_a_cut_order_is_read_whole_and_what_is_cut_even_then_is_followed_down_to_the_components(tmp_path):
    pages = {
        FIRST: page(**{"Items@odata.nextLink": CUT}),
        whole_order(2): {"ID": 2, "Items": [], "Items@odata.nextLink": CUT},
        CUT: {"value": [{"ID": 9, "BundleComponents@odata.nextLink": "OrderItems(9)/BundleComponents?$skip=20"}]},
        "/v1/Orders(2)/OrderItems(9)/BundleComponents?$skip=20": {"value": [{"ProductID": 5}]},
    }
    certificate, landed = read(tmp_path, pages)
    assert certificate.continuations == 3
    assert [(one.kind, one.continues_path) for one in landed] == [
        ("orders", None),
        ("order", None),
        ("continuation", "Items"),
        ("continuation", "Items(9)/BundleComponents"),
    ]


@pytest.mark.parametrize("bad", ["Jane Doe", None, True, 9.5, {"a": "Jane"}])
def test_a_child_whose_id_is_none_is_called_by_its_place_and_its_order_is_set_aside_for_it(tmp_path, bad):
    rest = "/v1/OrderItems(9)/BundleComponents?$skip=20"
    cut = {"Items": [{"ID": 8, "Quantity": 1}, {"ID": bad, "BundleComponents@odata.nextLink": rest}]}
    pages = {FIRST: page(**cut), whole_order(2): {"ID": 2, **cut}, rest: {"value": [{"ProductID": 5}]}}
    _, landed = read(tmp_path, pages)
    assert [one.continues_path for one in landed][-1] == "Items[1]/BundleComponents"
    assert not any("Jane" in str(one) for one in landed)
    page_body, *more = (
        Body(
            kind=one.kind,
            content=Bodies(tmp_path).get(one.sha256),
            order_id=one.continues_order_id,
            path=one.continues_path,
        )
        for one in landed
    )
    problem = sightings(Scope(account="us", profile="1"), page_body, more)[1].problem
    assert (problem.reason in (Reason.WRONG_TYPE, Reason.MISSING_FIELD), problem.path) == (True, "$.Items[1].ID")


@pytest.mark.parametrize(
    "pages",
    [
        {},
        {whole_order(2): {"ID": 7, "Items": []}},
        {whole_order(2): {"error": {"message": "gone"}}},
        {whole_order(2): {"ID": 2, "Items@odata.nextLink": ["no text"]}},
        {whole_order(2): {"ID": 2, "Items@odata.nextLink": "https://evil.example/v1/Orders(2)/Items?$skip=20"}},
        {whole_order(2): {"ID": 2, "Items@odata.nextLink": CUT}},
        {
            whole_order(2): {"ID": 2, "Items@odata.nextLink": CUT},
            CUT: {"value": [{"ID": 8}], "@odata.nextLink": "?$skip=40"},
            "/v1/Orders(2)/Items?$skip=40": {"value": [{"ID": 9}], "@odata.nextLink": CUT},
        },
        {
            whole_order(2): {"ID": 2, "Items@odata.nextLink": CUT},
            **{
                f"/v1/Orders(2)/Items?$skip={skip}": {"value": [{"ID": 8}], "@odata.nextLink": f"?$skip={skip + 20}"}
                for skip in range(20, 2_000, 20)
            },
        },
    ],
    ids=[
        "the order vanished",
        "another order answers",
        "an error body answers",
        "the link is no text",
        "the link leads to another host",
        "the link leads nowhere",
        "the links lead in a circle",
        "the same page for ever",
    ],
)
def test_an_order_that_cannot_be_read_whole_is_marked_and_the_window_goes_on(tmp_path, pages):
    certificate, landed = read(tmp_path, {FIRST: page(**{"Items@odata.nextLink": CUT}), **pages})
    assert certificate.orders == 2
    assert [(one.kind, one.continues_order_id) for one in landed][-1] == (INCOMPLETE, "2")


def test_a_hub_whose_links_never_end_and_never_bring_an_order_is_given_up(tmp_path):
    endless = {
        f"/v1/Orders?$skip={skip}": {"value": [], "@odata.nextLink": f"/v1/Orders?$skip={skip + 1}"}
        for skip in range(99)
    }
    with pytest.raises(Shifted):
        read(tmp_path, {FIRST: {"value": [{"ID": 2}, {"ID": 1}], "@odata.nextLink": "/v1/Orders?$skip=0"}, **endless})


def test_a_count_that_cannot_be_had_again_is_taken_from_the_first_page(tmp_path):
    pages = {
        FIRST: {"@odata.count": 3, "value": [{"ID": 1}], "@odata.nextLink": "/v1/x"},
        orders("f", 1): {"value": [{"ID": 2}]},
    }
    hub = ScriptedHub(pages, count=None)
    with pytest.raises(Shifted, match="counts 3 orders in the window and showed 2"):
        Reading(hub, "f", WindowAttempt(Bodies(tmp_path))).certified()
