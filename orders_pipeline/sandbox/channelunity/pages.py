"""Faults of this dialect that turn a whole answer: name -> what it does to the bytes. When they strike stands in
`faults.plan`. What a reader must still take stands beside what it must refuse.
"""

from collections.abc import Callable

from orders_pipeline.sandbox.channelunity.render import FOOT, HEAD, status
from orders_pipeline.sandbox.faults import Faults, Strike

OK = b"<Status>OK</Status>"
BODY = b"<ChannelUnity>"
BOMB = b'<!DOCTYPE ChannelUnity [<!ENTITY a "' + b"ha" * 50 + b'"><!ENTITY b "' + b"&a;" * 50 + b'">]>\n'
OUTSIDE = b'<!DOCTYPE ChannelUnity [<!ENTITY x SYSTEM "file:///etc/hostname">]>\n'
REFUSAL = "Error - the service is temporarily unavailable"


def _status_not_ok(page: bytes, strike: Strike) -> bytes:
    refused = status(REFUSAL) + b"<Info><![CDATA[Please try again]]></Info>\n<Info>Ref. 7 &amp; 8</Info>\n"
    if strike.choice("variant", "alone", "after_orders") == "alone":
        return HEAD + refused + FOOT
    return page.replace(OK, refused)


def _status_missing(page: bytes, strike: Strike) -> bytes:
    """Cut off after the last order, or well-formed and without its status."""
    if strike.choice("variant", "cut", "left_out") == "cut":
        return page.partition(OK)[0]
    return page.replace(OK, b"")


def _lower_case_status(page: bytes, strike: Strike) -> bytes:
    for name in (b"Status", b"MerchantName"):
        page = page.replace(b"<%s>" % name, b"<%s>" % name.lower()).replace(b"</%s>" % name, b"</%s>" % name.lower())
    return page


ODD: dict[str, Callable[[bytes], bytes]] = {
    "wrong_root": lambda page: page.replace(b"ChannelUnity>", b"ChannelDisunity>"),
    "two_roots": lambda page: page + page.partition(b"?>\n")[2],
    "doctype": lambda page: page.replace(BODY, b"<!DOCTYPE ChannelUnity>\n" + BODY, 1),
    "entity_bomb": lambda page: page.replace(BODY, BOMB + BODY + b"<Info>&b;</Info>", 1),
    "outside_entity": lambda page: page.replace(BODY, OUTSIDE + BODY + b"<Info>&x;</Info>", 1),
    "wrong_encoding": lambda page: page.replace(BODY, BODY + b"<Info>M\xfc\xdfter</Info>", 1),  # Latin-1 called UTF-8
    "utf_16": lambda page: page.decode().replace("utf-8", "utf-16", 1).encode("utf-16"),
    "nul_bytes": lambda page: page.replace(OK, b"\x00\x00" + OK),
    "control_reference": lambda page: page.replace(BODY, BODY + b"<Info>&#0;</Info>", 1),
    "unknown_entity": lambda page: page.replace(BODY, BODY + b"<Info>&nbsp;</Info>", 1),
    "depth_bomb": lambda page: page.replace(BODY, BODY + b"<Info>" * 20_000 + b"</Info>" * 20_000, 1),
    "json": lambda page: b'{"Status": "OK"}',
    "text": lambda page: b"Fatal error: allowed memory size exhausted",
    "warning_before": lambda page: b"<br />\n<b>Warning</b>: something happened<br />\n" + page,
    "bom": lambda page: b"\xef\xbb\xbf" + page,  # allowed in front of XML
}
PAGES: dict[str, Callable[[bytes, Strike], bytes]] = {
    "empty_body": lambda page, strike: b"",
    "lower_case_status": _lower_case_status,
    "status_not_ok": _status_not_ok,
    "status_missing": _status_missing,
    "odd_page": lambda page, strike: ODD[strike.choice("variant", *sorted(ODD))](page),
}


def strange(page: bytes, faults: Faults, place: str) -> bytes:
    """The answer, or what the first fault that strikes here makes of it. `place`: path and `#` request type."""
    for name, turn in PAGES.items():
        if strike := faults.strike(name, place):
            return turn(page, strike)
    return page
