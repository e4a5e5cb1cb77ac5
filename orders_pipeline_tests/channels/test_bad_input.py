"""The same bad input for every dialect: the page is refused as a whole, or one order is set aside and the others read.

Which of the two may differ; that a bad document is never taken for a good one does not.
"""

import codecs
import re

import pytest

from orders_pipeline.channels.base import ORDERS, Body, Scope
from orders_pipeline.channels.errors import Malformed
from orders_pipeline.channels.registry import DIALECTS
from orders_pipeline.model.reasons import Reason
from orders_pipeline_tests import hostile

LURES = hostile.Lures("/nowhere", "http://127.0.0.1:9")
SPOILED = hostile.pages()
GOOD = {
    channel: page.replace(b'"@"', b'"12.50"' if channel == "channelape" else b"12.50").replace(b"@", b"12.50")
    for channel, page in SPOILED.items()
}
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


def read(channel, content):
    """The sightings of a page."""
    return DIALECTS[channel].sightings(Scope(account="a", currency="USD"), Body(kind=ORDERS, content=content), ())


def headed(page, head):
    return page.replace(b"?>", b"?>" + head, 1) if page.startswith(b"<") else head + page


def without_status(page):
    """XML has a Status, JSON a list of orders; what says that it is an answer at all."""
    found = re.sub(rb"<Status>[^<]*</Status>", b"", page)
    return found.replace(b'"value": [', b'"values": [').replace(b'"orders": [', b'"ordered": [')


def renamed(page):
    return re.sub(rb"(</?)(ChannelUnity|soap:Envelope)\b", rb"\1Other", page) if page.startswith(b"<") else b"[]"


REFUSED = {
    "an empty body": lambda page: b"",
    "blanks": lambda page: b" \r\n\t",
    "HTML": lambda page: b"<!DOCTYPE html><html><body>busy<br></body></html>",
    "XHTML": lambda page: b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>busy</body></html>',
    "another root": renamed,
    "two roots": lambda page: page + (page[page.index(b"?>") + 2 :] if page.startswith(b"<") else page),
    "no Status": without_status,
    "a DOCTYPE": lambda page: headed(page, b"<!DOCTYPE x>"),
    "an entity bomb": lambda page: headed(page, DOCTYPE).replace(b"12.50", b"&b;", 1),
    "another encoding than it says": lambda page: (
        page.replace(b"utf-8", b"utf-16", 1) if page.startswith(b"<") else page.decode().encode("utf-16")
    ),
    "a NUL before all": lambda page: b"\x00" + page,
    "a NUL after all": lambda page: page + b"\x00",
    "depth around it": lambda page: (
        b"<a>" * 5000 + page + b"</a>" * 5000 if page.startswith(b"<") else b"[" * 5000 + page
    ),
}


@pytest.mark.parametrize("channel", GOOD)
@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_answer_is_refused_as_a_whole(channel, what):
    with pytest.raises(Malformed):
        read(channel, REFUSED[what](GOOD[channel]))


BAD_ORDERS = {  # in the place of a total: its bytes, and the reasons that an order may be set aside for
    "thousands separators": (b"1,299.00", {Reason.WRONG_TYPE, Reason.NOT_READABLE}),
    "a decimal comma": (b"1299,00", {Reason.WRONG_TYPE, Reason.NOT_READABLE}),
    "NaN": (b"NaN", {Reason.WRONG_TYPE, Reason.NOT_READABLE}),
    "infinity": (b"-Infinity", {Reason.WRONG_TYPE, Reason.NOT_READABLE}),
    "a word": (b"Zanzibar", {Reason.WRONG_TYPE, Reason.NOT_READABLE}),
    "a byte of Latin-1": (b"M\xfcnchen", {Reason.NOT_READABLE}),
    "a NUL": (b"1\x00", {Reason.NOT_READABLE}),
    "depth": (b"[" * 3000 + b"]" * 3000, {Reason.WRONG_TYPE, Reason.NOT_READABLE}),
}
WHOLE_PAGE = {  # ChannelAdvisor SOAP refuses a page that is no XML; its client then asks for the orders one by one
    "a byte of Latin-1",
    "a NUL",
}


@pytest.mark.parametrize("quoted", [True, False], ids=["as a text", "as it stands"])
@pytest.mark.parametrize("channel", GOOD)
@pytest.mark.parametrize("what", BAD_ORDERS)
def test_what_is_no_amount_sets_its_order_aside_and_its_neighbours_load(channel, what, quoted):
    content, reasons = BAD_ORDERS[what]
    page = SPOILED[channel]
    if hostile.IS_JSON[channel]:
        page = page.replace(b'"@"', b'"%s"' % content if quoted else content)
    else:
        page = page.replace(b"@", content)
    if channel == "channeladvisor_soap" and what in WHOLE_PAGE:
        with pytest.raises(Malformed):
            read(channel, page)
        return
    first, *others = read(channel, page)
    assert first.problem.reason in reasons
    assert "Zanzibar" not in first.problem.message
    assert [one.document is not None for one in others] == [
        one.document is not None for one in read(channel, GOOD[channel])[1:]
    ]


TWICE = {
    "channeladvisor": (b'"TotalPrice": 12.50', b'"TotalPrice": 12.50, "TotalPrice": 1.00', Reason.REPEATED_FIELD),
    "channelape": (b'"totalPrice": "12.50"', b'"totalPrice": "12.50", "totalPrice": "1.00"', Reason.REPEATED_FIELD),
    "channelunity": (b"12.50</GrandTotal>", b"12.50</GrandTotal><GrandTotal>1.00</GrandTotal>", Reason.WRONG_TYPE),
    "channeladvisor_soap": (
        b"12.50</q1:TotalOrderAmount>",
        b"12.50</q1:TotalOrderAmount><q1:TotalOrderAmount>1.00</q1:TotalOrderAmount>",
        Reason.WRONG_TYPE,
    ),
}


@pytest.mark.parametrize("channel", TWICE)
def test_an_amount_that_stands_twice_is_none(channel):
    once, twice, reason = TWICE[channel]
    assert once in GOOD[channel]
    assert read(channel, GOOD[channel].replace(once, twice, 1))[0].problem.reason is reason


@pytest.mark.parametrize("channel", GOOD)
def test_a_byte_order_mark_makes_no_page_bad(channel):
    """Or refuses it where the protocol allows none: never half of it."""
    with_mark = codecs.BOM_UTF8 + GOOD[channel]
    try:
        found = read(channel, with_mark)
    except Malformed:
        assert hostile.IS_JSON[channel]
        return
    assert len(found) == len(read(channel, GOOD[channel]))


@pytest.mark.parametrize("channel", GOOD)
def test_the_page_is_good_where_nothing_is_done_to_it(channel):
    assert [one.problem for one in read(channel, GOOD[channel]) if one.problem] == []


@pytest.mark.parametrize("channel", GOOD)
def test_a_page_cut_at_any_byte_is_never_taken_for_a_whole_one(channel):
    page = GOOD[channel].rstrip()
    for length in range(0, len(page), 1 if len(page) < 6000 else 7):
        with pytest.raises(Malformed):
            read(channel, page[:length])
