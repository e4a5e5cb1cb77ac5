"""Bad orders: one order of a page is shown spoiled, its neighbours as they are."""

import pytest
from lxml import etree

from orders_pipeline.sandbox.channeladvisor_soap.spoiled import BREAKS_THE_PAGE, SPOILED
from orders_pipeline.sandbox.server import running
from orders_pipeline.sandbox.world import World, an_order
from orders_pipeline_tests.sandbox.channeladvisor_soap.conftest import Caller, criteria_text

PARSER = etree.XMLParser(huge_tree=True)
COUNTS = {"twice_same": 4, "twice_different": 4}
OTHERWISE = BREAKS_THE_PAGE | {"poisoned", "in_cdata", "odd_prefix"}


@pytest.fixture(scope="module")
def spoiling():
    """The whole answer, with order 2 spoiled so."""
    world = World(orders=0)
    for order_id in (1, 2, 3):
        world.with_order(an_order(order_id, "gift", "custom_fields"))
    with running(world) as hub:
        caller = Caller(hub)

        def show(*how):
            hub.faults.disarm()
            hub.faults.spoil(2, *how)
            return caller.post("GetOrderList", caller.account() + criteria_text({"DetailLevel": "Complete"})).content

        yield show


def items_of(answer):
    """The items of a page, with the numbers of their prefixes left out."""
    items = list(etree.fromstring(answer, PARSER)[0][0][0][-1])
    return [[(element.tag, element.text, _attributes(element)) for element in item.iter()] for item in items]


def _attributes(element):
    """Without prefixes, which are numbered by place."""
    return sorted((name, value.rpartition(":")[2]) for name, value in element.attrib.items())


@pytest.mark.parametrize("how", sorted(set(SPOILED) - OTHERWISE))
def test_a_spoiled_order_leaves_its_neighbours_whole(spoiling, how):
    whole, shown = items_of(spoiling()), items_of(spoiling(how))
    assert (shown[0], shown[-1]) == (whole[0], whole[2])
    assert len(shown) == COUNTS.get(how, 3)
    assert shown[1:-1] != whole[1:-1]


@pytest.mark.parametrize("how", ["in_cdata", "odd_prefix"])
def test_another_way_to_write_the_same_order_is_the_same_order(spoiling, how):
    assert spoiling(how) != spoiling()
    assert items_of(spoiling(how)) == items_of(spoiling())


@pytest.mark.parametrize("how", sorted(BREAKS_THE_PAGE))
def test_some_ways_leave_no_xml_at_all(spoiling, how):
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(spoiling(how), PARSER)


def test_a_poisoned_order_fails_its_page(spoiling):
    assert b"<Status>Failure</Status><MessageCode>1</MessageCode>" in spoiling("poisoned")


@pytest.mark.parametrize(
    ("how", "written"),
    [
        ("amount_word", b":TotalOrderAmount>abc</"),
        ("amount_thousands", b":TotalOrderAmount>1,234.5600</"),
        ("amount_null", b':TotalOrderAmount xsi:nil="true" />'),
        ("quantity_broken", b":Quantity>1.5</"),
        ("created_year_1", b":OrderTimeGMT>0001-01-01T00:00:00</"),
        ("entry_nil", b'<OrderResponseItem xsi:nil="true" />'),
        ("low_detail", b'xsi:type="q2:OrderResponseDetailLow"'),
        ("old_names", b":OrderId>2</"),
    ],
)
def test_the_wire_shows_exactly_the_bad_value(spoiling, how, written):
    assert spoiling(how).count(written) == 1


def test_a_way_of_another_dialect_changes_nothing(spoiling):
    assert spoiling("currency_small") == spoiling()


def test_a_way_of_this_dialect_changes_nothing_in_the_twin():
    world = World(orders=0).with_order(an_order(1))
    with running(world) as hub:
        caller = Caller(hub)
        token = caller.session.post(
            f"{hub.url}/oauth2/token",
            data={"grant_type": "refresh_token", "refresh_token": hub.refresh_token},
            auth=(hub.application_id, hub.shared_secret),
            timeout=5,
        ).json()["access_token"]

        def orders():
            url = f"{hub.url}/v1/Orders"
            return caller.session.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=5).content

        whole = orders()
        hub.faults.spoil(1, "wrong_namespace")
        assert orders() == whole
