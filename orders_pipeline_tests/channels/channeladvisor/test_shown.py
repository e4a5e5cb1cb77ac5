"""What `quarantine show` prints of a page: the place and its neighbours, and never a word about a person."""

import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from orders_pipeline.channels.base import CONTINUATION, ORDERS, WHOLE_ORDER, Body, Scope
from orders_pipeline.channels.channeladvisor import drift, wire
from orders_pipeline.channels.channeladvisor.normalize_people import CONTACTS, ORDER_TEXTS
from orders_pipeline.channels.channeladvisor.pages import sightings
from orders_pipeline.channels.channeladvisor.shown import FIELDS, snippet_of
from orders_pipeline.channels.showable import Kind

SAMPLE = json.loads((Path(__file__).parents[3] / "data" / "samples" / "channeladvisor" / "orders.json").read_text())[
    "value"
][0]
PERSONAL = {
    *(field for fields in CONTACTS.values() for field in fields.values()),
    *ORDER_TEXTS.values(),
    *("GiftMessage", "GiftNotes", "Comment", "Value", "Title", "BuyerEmailOptIn"),
}
# What people write where it does not belong.
HOSTILE = (
    *(
        "Jane Doe",
        "jane.doe@example.com",
        "+1 919 555 0100",
        "919-555-0100",
        "(919) 555 0100",
        "+1.9195550100",
        "919.555.0100",
        "٩١٩٥٥٥",
        "12 Main Street",
    ),
    *("Raleigh", "O'Neill-Smith", "JANE", "Jane", "Eva", "jane1985", "4111 1111 1111 1111", "4111111111111111"),
    *(
        "Grüße an Zoë",
        "李小龍",
        "ring twice",
        "10115 Berlin",
        "\x1b[31mred",
        "$.Items[0]",
        "‹text›",
        '"',
        "Apt 4, 2nd floor",
        "DE89370400440532013000",
        "DE89-3704-0044-0532-0130-00",
        "GB29NWBK60161331926819",
        "NL91ABNA0417164300",
        "IBAN:NL91ABNA0417164300",
        "VISA4111111111111111",
        "CARD:4111-1111-1111-1111",
        "TEL.00919555010012",
    ),
)


def an_order(**changes):
    return {**json.loads(json.dumps(SAMPLE)), **changes}


def a_page(*orders):
    return Body(kind=ORDERS, content=json.dumps({"value": list(orders)}).encode())


def lines_of(order, path, more=()):
    return snippet_of(a_page(order), more, 1, path).lines


def marked(lines):
    return [line.removeprefix("→").strip() for line in lines if line.startswith("→")]


def test_the_place_is_marked_among_its_neighbours_with_the_value_as_the_hub_wrote_it():
    order = an_order()
    content = a_page(order).content.replace(b'"UnitPrice": 14.95', b'"UnitPrice": 14.951234500')
    lines = snippet_of(Body(kind=ORDERS, content=content), (), 1, "$.Items[0].UnitPrice").lines
    assert marked(lines) == ["UnitPrice: 14.951234500"]
    assert '      Sku: "KNIFE-8"' in lines
    assert "      Title: ‹text, 10 characters›" in lines
    assert lines[0] == "    ID: 19918546"
    assert "    Items: entry 1 of 1" in lines


@pytest.mark.parametrize(
    ("changes", "path", "said"),
    [
        ({"Currency": "usd"}, "$.Currency", 'Currency: "usd"'),
        ({"Currency": "US$"}, "$.Currency", 'Currency: "US$"'),
        ({"Currency": "Eva"}, "$.Currency", "Currency: ‹text, 3 characters›"),
        ({"TotalPrice": "12,50 EUR"}, "$.TotalPrice", 'TotalPrice: "12,50 EUR"'),
        ({"TotalPrice": "$1,234.50"}, "$.TotalPrice", 'TotalPrice: "$1,234.50"'),
        ({"TotalPrice": "NaN"}, "$.TotalPrice", 'TotalPrice: "NaN"'),
        ({"TotalPrice": None}, "$.TotalPrice", "TotalPrice: null"),
        ({"TotalPrice": 9195550100}, "$.TotalPrice", "TotalPrice: ‹number, 10 characters›"),
        ({"TotalPrice": {"Jane": 1}}, "$.TotalPrice", "TotalPrice: ‹object, 1 field›"),
        ({"Items": "none"}, "$.Items", "Items: ‹text, 4 characters›"),
        ({"CreatedDateUtc": "2026-09-01T10:00:00"}, "$.CreatedDateUtc", 'CreatedDateUtc: "2026-09-01T10:00:00"'),
        ({"CreatedDateUtc": "yesterday"}, "$.CreatedDateUtc", "CreatedDateUtc: ‹text, 9 characters›"),
        ({"CheckoutStatus": 7}, "$.CheckoutStatus", "CheckoutStatus: ‹number, 1 character›"),
        ({"BuyerEmailOptIn": True}, "$.BuyerEmailOptIn", "BuyerEmailOptIn: ‹true or false›"),
        ({"NewThing": {"Jane": ["Doe"]}}, "$.NewThing", "NewThing: ‹object, 1 field›"),
        ({"Jane Doe": 1}, "$.Jane Doe", "‹name, 8 characters›: ‹number, 1 character›"),
    ],
)
def test_a_value_is_shown_where_it_looks_like_what_the_field_may_hold(changes, path, said):
    assert marked(lines_of(an_order(**changes), path)) == [said]


def test_a_field_that_is_missing_is_said_to_be():
    order = an_order()
    del order["Items"][0]["Quantity"]
    assert marked(lines_of(order, "$.Items[0].Quantity")) == ["Quantity is not there"]


def test_a_path_into_a_nested_collection_goes_all_the_way():
    order = an_order()
    order["Fulfillments"][0]["Items"] = [{"ID": 7, "Sku": "A-1", "Quantity": "two"}]
    lines = lines_of(order, "$.Fulfillments[0].Items[0].Quantity")
    assert marked(lines) == ["Quantity: ‹text, 3 characters›"]
    assert [line.strip() for line in lines if "entry" in line] == ["Fulfillments: entry 1 of 1", "Items: entry 1 of 1"]


def test_a_path_that_is_not_of_the_hub_shows_the_beginning_of_the_order():
    shown = snippet_of(a_page(an_order()), (), 1, "$.refund_items.quantity")
    assert marked(shown.lines) == []
    assert shown.lines[0] == "    ID: 19918546"
    assert "no field of the hub" in shown.remark


def test_a_path_beyond_the_page_is_found_in_the_continuations():
    rest = json.dumps({"value": [{"ID": 5, "Quantity": 2}, {"ID": 6, "Quantity": 1e30}]}).encode()
    more = [Body(kind=CONTINUATION, content=rest, order_id="19918546", path="Items")]
    lines = lines_of(an_order(), "$.Items[2].Quantity", more)
    assert marked(lines) == ["Quantity: 1e+30"]
    assert "    Items: entry 3 of 3" in lines


def test_a_continued_collection_of_a_parcel_is_joined_to_it():
    rest = json.dumps({"value": [{"ID": 5, "Quantity": "x y"}]}).encode()
    order = an_order()
    order["Fulfillments"][0]["Items"] = []
    more = [Body(kind=CONTINUATION, content=rest, order_id="19918546", path="Fulfillments(11399141)/Items")]
    assert marked(lines_of(order, "$.Fulfillments[0].Items[0].Quantity", more)) == ["Quantity: ‹text, 3 characters›"]


def test_an_order_that_was_read_whole_is_shown_in_place_of_what_the_list_cut():
    whole = json.dumps(an_order(TotalPrice="1.23456")).encode()
    more = [Body(kind=WHOLE_ORDER, content=whole, order_id="19918546")]
    assert marked(lines_of(an_order(), "$.TotalPrice", more)) == ['TotalPrice: "1.23456"']


def test_one_order_as_the_hub_answers_it_is_a_page_too():
    body = Body(kind=ORDERS, content=json.dumps(an_order(Currency="usd")).encode())
    assert marked(snippet_of(body, (), 1, "$.Currency").lines) == ['Currency: "usd"']


def test_a_place_that_the_page_does_not_have_is_said():
    with pytest.raises(ValueError, match="shows 1 orders, and none at place 2"):
        snippet_of(a_page(an_order()), (), 2, "$.ID")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (rb'"\ud83d"', "PublicNotes: ‹text that is no JSON, 6 characters›"),
        (b'"J\xe9"', "PublicNotes: ‹text that is no JSON, 2 characters›"),
        (b'"\x01Jane"', "PublicNotes: ‹text that is no JSON, 5 characters›"),
        (b"Jane", "PublicNotes: ‹word that is no JSON, 4 characters›"),
        (b"", "PublicNotes: ‹nothing›"),
    ],
)
def test_in_an_order_that_is_no_json_the_first_value_that_is_none_is_marked(value, said):
    content = a_page(an_order(PublicNotes="@")).content
    page = Body(kind=ORDERS, content=content.replace(b'"@"', value))
    shown = snippet_of(page, (), 1, "$")
    assert marked(shown.lines) == [said]
    assert "Jane" not in "".join(shown.lines)
    assert "    TotalPrice: 58.54" not in shown.lines, "the neighbours of the value, not the whole order"


def test_twenty_thousand_brackets_are_counted_and_not_followed():
    deep = a_page(an_order(New="@")).content.replace(b'"@"', b"[" * 20_000 + b"]" * 20_000)
    shown = snippet_of(Body(kind=ORDERS, content=deep), (), 1, "$.New")
    assert marked(shown.lines) == ["New: ‹list, 1 entry›"]


@pytest.mark.parametrize("entry", ["Jane", None, ["Jane"], 7])
def test_what_is_no_order_at_all_is_masked(entry):
    (line,) = snippet_of(a_page(entry), (), 1, "$").lines
    assert "Jane" not in line


def test_no_field_about_a_person_is_on_the_list_and_every_listed_one_is_the_protocol_s():
    entities = {wire.Order, *(entity for of in drift.COLLECTIONS.values() for entity in of.values())}
    known = {name for entity in entities for name in (*entity.__struct_fields__, *drift.NOT_KEPT[entity])}
    assert set(FIELDS) <= known
    assert set(FIELDS) & PERSONAL == set()


TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(min_size=3, max_size=40).map(lambda text: f"Jane {text}"))
EVERY_FIELD = sorted(wire.Order.__struct_fields__)
ITEM_FIELDS = sorted(wire.OrderItem.__struct_fields__)


def texts_in(value):
    """Every text of a document but its names."""
    if isinstance(value, dict):
        return [text for one in value.values() for text in texts_in(one)]
    if isinstance(value, list):
        return [text for one in value for text in texts_in(one)]
    return [value] if isinstance(value, str) else []


@settings(max_examples=40, deadline=None)
@given(text=TEXTS, place=st.integers(0, len(EVERY_FIELD) - 1), garbled=st.booleans())
@example(text="Jane Doe", place=EVERY_FIELD.index("TotalPrice"), garbled=False)
def test_whatever_stands_on_the_page_no_word_about_a_person_is_shown(text, place, garbled):
    """The text in every field about people, in two fields that are listed, and in one that nobody knows."""
    order = an_order(**dict.fromkeys(sorted(PERSONAL & set(EVERY_FIELD)), text), Unknown={text: [text]})
    order[EVERY_FIELD[place]] = text
    order["Items"] = [{**SAMPLE["Items"][0], "GiftMessage": text, "Title": text, ITEM_FIELDS[place % 20]: text}]
    order["CustomFields"] = [{"FieldID": text, "Value": text}]
    content = a_page(order).content
    if garbled:
        content = content.replace(b'"Unknown"', b'"Unknown": nope, "Unknown"')
    page = Body(kind=ORDERS, content=content)
    paths = ["$", "$.Items", "$.Items[0].Title", "$.CustomFields[0].Value", "$.Unknown"]
    paths += [f"$.{name}" for name in (EVERY_FIELD[place], "PublicNotes", "ShippingFirstName", "BillingCity", "ID")]
    for problem in (one.problem for one in sightings(Scope(account="us"), page, ())):
        paths += [problem.path] if problem else []
    written = {json.dumps(text, ensure_ascii=False)[1:-1], text}
    for path in paths:
        said = "\n".join(line.partition(": ")[2] for line in snippet_of(page, (), 1, path).lines)
        assert not any(f'"{one}"' in said for one in written), (path, said)
        assert "Jane" not in said
        assert said.isprintable() or "\n" in said


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", [kind for kind in Kind if kind in FIELDS.values()])
def test_what_people_write_looks_like_no_kind_of_value(kind, text):
    field = next(name for name, of in FIELDS.items() if of is kind and name in EVERY_FIELD + ITEM_FIELDS)
    order = an_order()
    target = order if field in EVERY_FIELD else order["Items"][0]
    target[field] = text
    path = f"$.{field}" if field in EVERY_FIELD else f"$.Items[0].{field}"
    (line,) = marked(lines_of(order, path))
    assert line.startswith(f"{field}: ‹text")
