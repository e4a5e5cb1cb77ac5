"""Golden pairs: a page and the rows that it becomes, and what is quarantined with which reason."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from orders_pipeline.channels.base import Body, Scope
from orders_pipeline.channels.channelunity.pages import sightings
from orders_pipeline.channels.channelunity.shown import snippet_of
from orders_pipeline.channels.errors import Malformed
from orders_pipeline.flows.inspect import rows_of
from orders_pipeline_tests.channels.channelunity.hub import order, page

SAMPLES = Path(__file__).parents[3] / "data" / "samples" / "channelunity"
SCOPE = Scope(account="cu/12", profile="12", is_whole=True)


def seen(content):
    return sightings(SCOPE, Body(kind="orders", content=content), ())


def document(**changes):
    (sighting,) = seen(page(order(1, **changes)))
    assert sighting.problem is None, sighting.problem
    return sighting.document


def problem(**changes):
    (sighting,) = seen(page(order(1, **changes)))
    return sighting.problem


def item(**changes):
    values = {"SKU": "TS-1", "Name": "Shirt", "Qty": "1.000", "Price": "24.99", "Tax": "0.00"} | changes
    return f"<Item>{''.join(f'<{n}>{v}</{n}>' for n, v in values.items() if v is not None)}</Item>"


def given(record):
    """The columns that are not NULL."""
    return {name: value for name in record.__struct_fields__ if (value := getattr(record, name)) is not None}


def test_the_documented_order_becomes_its_rows():
    rows = [(row.table, given(row.row)) for row in rows_of("channelunity", SAMPLES / "orders.xml", "sample")]
    assert [table for table, _ in rows] == ["orders", "order_items", *["order_contacts"] * 3]
    key = {"account": "sample", "order_id": "122-11124242-133"}
    assert rows[0][1] == key | {
        "channel": "channelunity",
        "hub_order_number": "106",
        "marketplace": "amazon",
        "marketplace_country": "US",
        "channel_marketplace": "CU_AMZ_COM",
        "marketplace_order_id": "122-11124242-133",
        "marketplace_record_number": "1001",
        "order_status": "shipped",
        "channel_order_status": "Complete",
        "fulfilled_by": "seller",
        "purchased_at": datetime(2016, 2, 20, 6, 11, 57, tzinfo=UTC),
        "currency": "USD",
        "total_amount": Decimal("24.99"),
        "channel_total_amount": Decimal("24.99"),
        "tax_amount": Decimal(0),
        "shipping_amount": Decimal(0),
        "shipping_tax_amount": Decimal(0),
        "gift_wrap_amount": Decimal(0),
        "gift_wrap_tax_amount": Decimal(0),
        "is_tax_included": False,
        "is_shipping_tax_included": False,
        "derived": "total_amount",
        "payment_method": "PayPal",
        "payment_transaction_id": "MADEUP0000000000001",
        "requested_class": "Econ Cont US",
        "ship_to_country": "US",
    }
    assert rows[1][1] == key | {
        "item_id": "BWODF10181",
        "line_number": 1,
        "sku": "BWODF10181",
        "title": "Quality T-Shirt",
        "quantity": Decimal(1),
        "currency": "USD",
        "unit_price_amount": Decimal("24.99"),
        "unit_tax_amount": Decimal(0),
        "tax_amount": Decimal(0),
        "derived": "tax_amount",
    }
    assert rows[2][1] == key | {"kind": "buyer", "email": "ben.sample@example.com"}
    assert rows[3][1] == key | {"kind": "billing", "name": "Ben Sample"}
    assert rows[4][1] == key | {
        "kind": "shipping",
        "name": "Ada Sample",
        "phone": "5550000100",
        "address_1": "1 Example Road",
        "city": "Exampleton",
        "region": "CA",
        "postal_code": "90000-0000",
        "country": "US",
    }


@pytest.mark.parametrize(
    ("sample", "what"), [("validate-user.xml", "the answer to ValidateUser"), ("order-notification.xml", "OrderNotif")]
)
def test_another_document_is_refused_in_words(sample, what):
    with pytest.raises(Malformed, match=what):
        list(rows_of("channelunity", SAMPLES / sample, "sample"))


def test_text_is_the_same_in_cdata_and_without():
    plain, wrapped = document(ServiceSku="CU_AMZ_DE"), document(ServiceSku="<![CDATA[CU_AMZ_DE]]>")
    assert plain == wrapped
    assert document(ShipCity="A &amp; B").order_contacts == document(ShipCity="<![CDATA[A & B]]>").order_contacts


@pytest.mark.parametrize("count", [0, 1, 3])
def test_none_one_and_many_orders_are_read(count):
    assert [one.position for one in seen(page(*map(order, range(count))))] == list(range(1, count + 1))


def test_tax_is_of_a_unit_and_the_totals_are_without_it():
    taxed = document(
        ServiceSku="CU_EBAY_COM",
        GrandTotal="33.99",
        OrderTax="2.46",
        OrderItems=item(Qty="3.000", Price="10.00", Tax="0.82"),
    )
    (line,) = taxed.order_items
    assert (line.unit_tax_amount, line.tax_amount, line.unit_price_amount) == (
        Decimal("0.82"),
        Decimal("2.46"),
        Decimal("10.00"),
    )
    assert (taxed.order.channel_total_amount, taxed.order.tax_amount, taxed.order.total_amount) == (
        Decimal("33.99"),
        Decimal("2.46"),
        Decimal("36.45"),
    )
    assert (taxed.order.derived, taxed.order.is_tax_included) == ("total_amount", False)


def test_a_line_tax_that_would_have_to_be_rounded_is_left_out_and_its_parts_are_kept():
    (line,) = document(OrderItems=item(Qty="1.333", Tax="0.33")).order_items
    assert (line.unit_tax_amount, line.quantity, line.tax_amount) == (Decimal("0.33"), Decimal("1.333"), None)


@pytest.mark.parametrize(
    ("site", "ship_to", "included"),
    [
        ("CU_AMZ_UK", "US", True),
        ("CU_AMZ_COM", "DE", False),
        ("CU_ETSY_COM", "fr", True),
        ("CU_ETSY_COM", "US", False),
        ("CU_AMZ_JP", "DE", None),
        ("CU_ETSY_COM", None, None),
        ("CU_UNHEARD_OF", "GB", True),
    ],
)
def test_whether_prices_hold_the_tax_follows_from_the_site_else_from_where_the_parcel_goes(site, ship_to, included):
    found = document(ServiceSku=site, ShipCountry=ship_to).order
    assert found.is_tax_included is included
    assert found.unknown_words == ("marketplace" if site == "CU_UNHEARD_OF" else None)


@pytest.mark.parametrize("status", ["Cancelled", "OnHold"])
def test_an_order_that_may_lack_parts_loads_with_nulls(status):
    bare = dict.fromkeys(
        ("PurchaseDate", "Currency", "ShipPrice", "ShipTax", "GrandTotal", "OrderTax", "OrderItems", "ServiceSku")
    )
    found = document(OrderStatus=status, **bare)
    assert (found.order.purchased_at, found.order.total_amount, found.order.derived) == (None, None, None)
    assert found.order_items == found.order_contacts == ()


def test_a_word_that_is_not_known_is_kept_and_flagged():
    found = document(OrderStatus="Returned").order
    assert (found.order_status, found.channel_order_status, found.unknown_words) == (None, "Returned", "order_status")


@pytest.mark.parametrize(
    ("flags", "tags", "fulfilled_by", "members"),
    [
        ("AMAZON_PRIME", "AMAZON_PRIME", "seller", []),
        ("AMAZON_PRIME|AMAZON_FBA", "AMAZON_PRIME|AMAZON_FBA", "marketplace", []),
        (
            '{"customer_number": "K1", "n": 1.50, "n": null}',
            None,
            "seller",
            [("customer_number", "K1"), ("n", "1.50"), ("n", None)],
        ),
        ('{"customer_number": NaN}', None, "seller", [(None, '{"customer_number": NaN}')]),
        ('{"customer', None, "seller", [(None, '{"customer')]),
        ("[" * 100_000, None, "seller", [(None, "[" * 100_000)]),
        ("[1, 2]", None, "seller", [(None, "[1, 2]")]),
    ],
    ids=str.split("one joined json nan cut deep list"),
)
def test_flags_are_words_or_json_whose_values_stand_with_the_personal_data(flags, tags, fulfilled_by, members):
    found = document(OrderFlags=flags)
    assert (found.order.tags, found.order.fulfilled_by) == (tags, fulfilled_by)
    assert [(one.name, one.value) for one in found.additional_fields] == members


def test_the_parts_of_a_composite_sku_are_components_and_the_sku_stays_whole():
    found = document(OrderItems=item(SKU="SET^MUG^SPOON^SPOON"))
    (line,) = found.order_items
    assert (line.sku, line.item_id, line.is_bundle) == ("SET^MUG^SPOON^SPOON", "SET^MUG^SPOON^SPOON", True)
    assert [(one.component_id, one.sku, one.bundle_sku, one.quantity) for one in found.bundle_components] == [
        ("MUG", "MUG", "SET", None),
        ("SPOON", "SPOON", "SET", None),
        ("SPOON#2", "SPOON", "SET", None),
    ]


@pytest.mark.parametrize("sku", ["^A", "A^", "A^^B"])
def test_a_sku_that_only_looks_composite_stays_as_it_is(sku):
    found = document(OrderItems=item(SKU=sku))
    assert (found.order_items[0].sku, found.bundle_components) == (sku, ())


def test_lines_have_ids_of_their_own_whatever_their_skus():
    skus = ("A", "A", "A#2", None, "#4")
    found = document(OrderItems="".join(item(SKU=sku) for sku in skus))
    assert [line.item_id for line in found.order_items] == ["A", "A#2", "A#2#2", "#4", "#4#2"]


def test_instructions_under_either_name_are_kept():
    found = document(ShipDeliveryInstructions="ring", BuyerCheckoutMessage="leave it")
    assert [(one.kind, one.text) for one in found.order_texts] == [("delivery_instructions", "ring\nleave it")]
    (text,) = document(BuyerCheckoutMessage="leave it").order_texts
    assert text.text == "leave it"


@pytest.mark.parametrize(
    ("changes", "reason", "path"),
    [
        ({"RemoteOrderId": " "}, "missing_field", "$.RemoteOrderId"),
        ({"RemoteOrderId": "R" * 300}, "wrong_type", "$.RemoteOrderId"),
        ({"OrderStatus": None}, "missing_field", "$.OrderStatus"),
        ({"PurchaseDate": None}, "missing_field", "$.PurchaseDate"),
        ({"Currency": ""}, "missing_field", "$.Currency"),
        ({"OrderStatus": "Cancelled", "Currency": None}, "missing_field", "$.Currency"),
        ({"Currency": "gbp"}, "bad_currency", "$.Currency"),
        ({"PurchaseDate": "2026-02-30T00:00:00Z"}, "wrong_type", "$.PurchaseDate"),
        ({"PurchaseDate": "2026-02-20T00:00:00"}, "wrong_type", "$.PurchaseDate"),
        ({"PurchaseDate": "20260220"}, "wrong_type", "$.PurchaseDate"),
        ({"PurchaseDate": "1900-01-01T00:00:00Z"}, "date_out_of_range", "$.PurchaseDate"),
        ({"GrandTotal": "1,234.56"}, "wrong_type", "$.GrandTotal"),
        ({"GrandTotal": "1_000"}, "wrong_type", "$.GrandTotal"),
        ({"GrandTotal": "1e3"}, "wrong_type", "$.GrandTotal"),
        ({"GrandTotal": "NaN"}, "wrong_type", "$.GrandTotal"),
        ({"GrandTotal": "+1.00"}, "wrong_type", "$.GrandTotal"),
        ({"GrandTotal": "١.00"}, "wrong_type", "$.GrandTotal"),
        ({"GrandTotal": "1" * 100}, "number_out_of_range", "$.GrandTotal"),
        ({"GrandTotal": "1" * 20}, "amount_too_large", "$.GrandTotal"),
        ({"GrandTotal": "99999999999999.99", "OrderTax": "99999999999999.99"}, "amount_too_large", "$.GrandTotal"),
        ({"ShipPrice": "0.00001"}, "amount_too_fine", "$.ShipPrice"),
        ({"OrderItems": item(Qty=None)}, "missing_field", "$.OrderItems[0].Qty"),
        ({"OrderItems": item() + item(Qty="1.0001")}, "quantity_out_of_range", "$.OrderItems[1].Qty"),
        ({"OrderItems": item(Price="x")}, "wrong_type", "$.OrderItems[0].Price"),
        ({"OrderItems": item(SKU="<b>A</b>")}, "wrong_type", "$.OrderItems[0].SKU"),
        ({"Currency": "<b>GBP</b>"}, "wrong_type", "$.Currency"),
        ({"OrderTax": "0.00</OrderTax><OrderTax>1.00"}, "wrong_type", "$.OrderTax"),
        ({"OrderItems": f"{item()}</OrderItems><OrderItems>{item()}"}, "wrong_type", "$.OrderItems"),
    ],
)
def test_a_bad_order_is_quarantined_with_reason_and_path_and_without_its_values(changes, reason, path):
    good, bad, after = seen(page(order(1), order(2, **changes), order(3)))
    assert good.document and after.document
    assert (bad.problem.reason, bad.problem.path) == (reason, path)
    assert bad.problem.order_id == (None if path == "$.RemoteOrderId" else "R-2")
    assert all(value not in bad.problem.message for value in changes.values() if value and value.strip())


@pytest.mark.parametrize(
    "garbled",
    [
        order(2, ShipCity="München").encode("latin-1"),
        order(2, ShipCity="a\0b").encode(),
        order(2, ShipCity="a & b").encode(),
        order(2, ShipCity="&undeclared;").encode(),
        order(2, ShipCity="<br>").encode(),
        order(2, ShipCity="<a>" * 300 + "</a>" * 300).encode(),
        order(2, ShipCity="<Order><x></Order>").encode(),
    ],
    ids=str.split("latin nul ampersand entity tag depth order"),
)
def test_an_order_that_is_no_xml_is_quarantined_by_itself(garbled):
    content = page(order(1), "@", order(3, ShipCity="<![CDATA[</Order>]]>")).replace(b"@", garbled)
    good, bad, after = seen(content)
    assert good.document and after.document
    assert (bad.position, bad.problem.reason, bad.problem.order_id) == (2, "not_readable", "R-2")
    told = snippet_of(Body(kind="orders", content=content), (), 2, "$")
    assert "no XML" in (told.remark or "")


SMALL = b'<?xml version="1.0" encoding="utf-8" ?>\n' + page(order(1), order(2))


@pytest.mark.parametrize("garbled", [False, True], ids=["whole", "garbled"])
def test_a_page_cut_anywhere_is_never_taken_for_a_whole_one(garbled):
    content = SMALL.replace(b"Shirt", b"Sh\xffirt", 1) if garbled else SMALL
    assert len(seen(content)) == 2
    for cut_at in range(len(content)):
        with pytest.raises(Malformed):
            seen(content[:cut_at])


def test_a_person_sees_the_place_and_no_person():
    people = {"ShipRecipientName": "Ada Sample", "BuyerEmail": "ada@example.com"}
    content = page(order(1, GrandTotal="1,234.56", OrderFlags='{"customer_number":"K1"}', **people))
    body = Body(kind="orders", content=content)
    told = "\n".join(snippet_of(body, (), 1, "$.GrandTotal").lines)
    assert 'GrandTotal: "1,234.56"' in told
    told += "\n".join(snippet_of(body, (), 1, "$.OrderItems[0].Price").lines)
    assert all(hidden not in told for hidden in ("Ada", "ada@", "K1", "Shirt"))
    assert 'Price: "24.99"' in told
    with pytest.raises(ValueError, match="none at place 2"):
        snippet_of(body, (), 2, "$")
