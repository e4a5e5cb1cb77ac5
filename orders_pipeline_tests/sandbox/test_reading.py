"""Reading orders of the REST dialect: options, pages, caps, links."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

import pytest

from orders_pipeline.sandbox.world import NOW, World, a_line, an_order

NOON = datetime(2026, 9, 10, 12, tzinfo=UTC)
ITEMS = "Items($expand=FulfillmentItems,Promotions,Adjustments,BundleComponents)"
FULL = f"$expand={ITEMS},Fulfillments($expand=Items),Adjustments,CustomFields"


def test_following_links_shows_every_order_once_by_id(caller, world_of_300):
    pages = caller.all_pages("Orders?$select=ID&$count=true")
    ids = [order["ID"] for page in pages for order in page["value"]]
    assert ids == [state.order.order_id for state in world_of_300.at(NOW)]
    assert [len(page["value"]) for page in pages[:-1]] == [20] * (len(pages) - 1)
    assert {page["@odata.count"] for page in pages} == {len(ids)}


def test_a_next_link_is_absolute_and_repeats_the_query(caller):
    link = caller.get("Orders?$filter=PaymentStatus eq 'Cleared'&exported=false&$expand=Items")["@odata.nextLink"]
    assert link.startswith(f"{caller.hub.url}/v1/Orders?")
    asked = {"$filter": "PaymentStatus eq 'Cleared'", "exported": "false", "$expand": "Items", "$skip": "20"}
    assert dict(parse_qsl(urlsplit(link).query)) == asked


def test_an_offset_survives_its_way_through_a_link(caller):
    link = caller.get("Orders?$filter=UpdatedDateUtc gt 2026-08-01T00:00:00%2B02:00")["@odata.nextLink"]
    assert len(caller.get(link)["value"]) == 20


def test_a_token_in_the_query_is_copied_into_links_and_one_in_the_header_is_not(caller):
    assert "access_token" not in caller.get("Orders")["@odata.nextLink"]
    bare = caller.session.get(
        f"{caller.hub.url}/v1/Orders", params={"access_token": caller.token}, headers={"Authorization": None}
    )
    assert f"access_token={caller.token}" in bare.json()["@odata.nextLink"]
    assert caller.token not in caller.hub.requests[-1].query


def test_the_page_size_is_stronger_than_top(caller):
    pages = caller.all_pages("Orders?$top=45&$select=ID")
    assert [len(page["value"]) for page in pages] == [20, 20, 5]
    assert len(caller.ids("Orders?$skip=3&$top=2")) == 2


def test_option_names_and_properties_are_read_in_any_case(caller):
    wanted = caller.ids("Orders?$filter=ProfileID eq 23456789&$top=3")
    assert caller.ids("orders?$FILTER=profileid EQ 23456789&$Top=3") == wanted


def test_order_by_and_its_reverse(caller):
    newest = caller.get("Orders?$orderby=UpdatedDateUtc desc,ID&$select=UpdatedDateUtc")["value"]
    stamps = [order["UpdatedDateUtc"] for order in newest]
    assert [stamp[:19] for stamp in stamps] == sorted((stamp[:19] for stamp in stamps), reverse=True)


def test_keyset_paging_reaches_every_order(caller, world_of_300):
    seen, last = [], 0
    while ids := caller.ids(f"Orders?$filter=ID gt {last}&$orderby=ID&$top=50&$select=ID"):
        seen, last = seen + ids, ids[-1]
    assert len(seen) == len(set(seen)) == len(world_of_300.at(NOW))


def test_the_count_is_a_plain_number(caller, world_of_300):
    answer = caller.ask("Orders/$count?$filter=ProfileID eq 12345678")
    american = sum(state.order.profile_id == 12345678 for state in world_of_300.at(NOW))
    assert (answer.text, answer.headers["content-type"]) == (str(american), "text/plain")


def test_answers_carry_the_world_s_time_and_the_types_of_the_spec(caller):
    headers = caller.ask("Orders?$top=1").headers
    assert headers["date"] == "Wed, 30 Sep 2026 12:00:00 GMT"
    assert headers["content-type"] == "application/json; odata.metadata=minimal; odata.streaming=true"
    assert headers["odata-version"] == "4.0"


def test_properties_without_value_are_null_and_collections_come_only_when_asked_for(caller):
    order = caller.get("Orders?$top=1")["value"][0]
    assert len(order) == 84
    assert not {"Items", "Fulfillments", "Adjustments", "CustomFields"} & set(order)
    assert order["BillingTitle"] is None
    chosen = caller.get("Orders?$top=1&$select=id,Items&$expand=Items($select=Sku,Quantity)")["value"][0]
    assert set(chosen) == {"ID", "Items"}
    assert set(chosen["Items"][0]) == {"Sku", "Quantity"}


def test_amounts_are_exact_json_numbers_in_the_currency_s_digits(serving):
    world = World(orders=0)
    for order_id, currency, price in (
        (3, "USD", "44.85"),
        (4, "JPY", "1200"),
        (5, "KWD", "12.345"),
        (9, "USD", "0.10"),
        (6, "USD", "0.10"),
    ):
        world.with_order(an_order(order_id, currency=currency, lines=(a_line(unit_price=price),), total=Decimal(price)))
    _, caller = serving(world)
    text = caller.ask("Orders?$select=TotalPrice").text
    assert text.count('"TotalPrice":') == 5
    for written in ("44.85", "1200", "12.345", "0.10", "0.1000"):
        assert f'{{"TotalPrice":{written}}}' in text


def test_dates_have_up_to_seven_digits_and_no_trailing_zeros(caller):
    dates = [
        order["UpdatedDateUtc"] for page in caller.all_pages("Orders?$select=UpdatedDateUtc") for order in page["value"]
    ]
    fractions = {len(date.rstrip("Z").partition(".")[2]) for date in dates}
    assert {0, 1, 2, 3, 7} <= fractions <= set(range(8))
    assert not any(date.endswith("0Z") and "." in date for date in dates)


def big_world():
    """One order with 45 lines, and 45 items in its one parcel; another with 25 parcels."""
    return World(orders=0).with_order(an_order(1, lines=45)).with_order(an_order(2, "many_parcels"))


def test_collections_of_a_list_are_cut_at_20_and_their_links_lead_to_the_rest(serving):
    _, caller = serving(big_world())
    order, other = caller.get("Orders?$expand=Items($select=ID),Fulfillments($expand=Items)")["value"]
    assert len(order["Items"]) == 20
    link = order["Items@odata.nextLink"]
    assert link == f"{caller.hub.url}/v1/Orders(1)/Items?$select=ID&$skip=20"
    rest = [item for page in caller.all_pages(link) for item in page["value"]]
    assert len({item["ID"] for item in [*order["Items"], *rest]}) == 45
    assert set(rest[0]) == {"ID"}
    parcel = order["Fulfillments"][0]
    assert parcel["Items@odata.nextLink"] == f"{caller.hub.url}/v1/Fulfillments({parcel['ID']})/Items?$skip=20"
    assert len([item for page in caller.all_pages(parcel["Items@odata.nextLink"]) for item in page["value"]]) == 25
    assert len(other["Fulfillments"]) == 20
    link = other["Fulfillments@odata.nextLink"]
    assert "$expand=Items" in link
    assert [len(page["Items"]) for page in caller.get(link)["value"]]


def test_collections_of_a_single_order_are_whole(serving):
    _, caller = serving(big_world())
    order = caller.get(f"Orders(1)?{FULL}")
    assert (len(order["Items"]), len(order["Fulfillments"][0]["Items"])) == (45, 45)
    assert not [name for name in order if name.endswith("nextLink")]


def test_the_fullest_reading_has_every_child_of_the_spec(caller):
    orders = [order for page in caller.all_pages(f"Orders?{FULL}") for order in page["value"]]
    items = [item for order in orders for item in order["Items"]]
    assert len(items[0]) == 25 + 4
    for name in ("FulfillmentItems", "Promotions", "Adjustments", "BundleComponents"):
        assert any(item[name] for item in items), name
    for name in ("Fulfillments", "Adjustments", "CustomFields"):
        assert any(order[name] for order in orders), name


@pytest.mark.parametrize("name", ["Promotions", "BundleComponents", "Adjustments", "FulfillmentItems"])
def test_children_of_a_line_have_an_address(serving, name):
    _, caller = serving(World(orders=0).with_order(an_order(1, "bundle", "item_promotion", "item_refund")))
    caller.hub.clock.advance(timedelta(days=60))
    item = caller.get(f"Orders(1)?$expand=Items($expand={name})")["Items"][0]
    assert caller.get(f"OrderItems({item['ID']})/{name}")["value"] == item[name] != []


def test_pages_can_vary_in_size(serving, world_of_300):
    _, caller = serving(world_of_300, page_size="vary")
    pages = caller.all_pages("Orders?$select=ID")
    assert len({len(page["value"]) for page in pages}) > 2
    assert sum(len(page["value"]) for page in pages) == len(world_of_300.at(NOW))


def test_an_order_edited_while_paging_shifts_the_offsets(serving):
    world = World(orders=0)
    for order_id in range(1, 7):
        world.with_order(an_order(order_id, updated_at=NOON))
    _, caller = serving(world, page_size=3)
    window = "Orders?$select=ID&$filter=UpdatedDateUtc lt 2026-09-10T12:00:01Z"
    first = caller.get(window)
    world.edit(1, NOON + timedelta(seconds=30))
    second = caller.get(first["@odata.nextLink"])
    assert [order["ID"] for page in (first, second) for order in page["value"]] == [1, 2, 3, 5, 6]


def test_an_order_edited_in_the_second_of_a_window_s_end_belongs_to_the_next_window(serving):
    world = (
        World(orders=0)
        .with_order(an_order(1, updated_at=NOON))
        .with_order(an_order(2, updated_at=NOON - timedelta(microseconds=1)))
    )
    _, caller = serving(world)
    assert caller.ids("Orders?$filter=UpdatedDateUtc lt 2026-09-10T12:00:00Z") == [2]
    assert caller.ids("Orders?$filter=UpdatedDateUtc ge 2026-09-10T12:00:00Z") == [1]


@pytest.mark.parametrize(
    "query",
    [
        "$filter=",
        "$filter=ID eq",
        "$top=-1",
        "$top=x",
        "$skip=1.5",
        "$count=maybe",
        "exported=perhaps",
        "$nonsense=1",
        "$expand=Nothing",
        "$expand=Items(",
        "$expand=Items($top=1)",
        "$select=Nothing",
        "$orderby=Nothing",
        "$orderby=ID up",
        "$expand=Items($expand=FulfillmentItems($expand=Order))",
        "$top=1&$top=2",
        "$filter=ID eq 1&$FILTER=ID eq 2",
    ],
)
def test_a_malformed_query_is_refused_with_400_and_an_odata_error(caller, query):
    answer = caller.ask(f"Orders?{query}")
    assert answer.status_code == 400
    assert json.loads(answer.text)["error"]["message"]


@pytest.mark.parametrize("path", ["Orders(1)", "Orders(1)/Items", "OrderItems(1)/Promotions", "Fulfillments(5)"])
def test_an_unknown_id_is_404_with_an_odata_error(caller, path):
    answer = caller.ask(path)
    assert (answer.status_code, "error" in answer.json()) == (404, True)


@pytest.mark.parametrize("path", ["Orderz", "Orders(x)", "orderitems(1)", "Orders(20000000)/items", ""])
def test_an_unknown_path_is_404_with_a_web_api_error(caller, path):
    answer = caller.ask(path)
    assert (answer.status_code, "Message" in answer.json()) == (404, True)


def test_a_dialect_answers_under_its_name_too(caller):
    answer = caller.ask(f"{caller.hub.url}/channeladvisor/v1/Orders").json()
    assert answer["@odata.nextLink"].startswith(f"{caller.hub.url}/channeladvisor/v1/Orders?")
