"""Wrong answers to a list of orders: faults of this hub, and of what stands in front of it. Spec §3.3, §7.

What a fault does to paging stands in `listing`. Each function takes the whole answer and gives what is sent.
"""

from collections.abc import Callable
from decimal import Decimal

import msgspec
from starlette.responses import Response

from orders_pipeline.sandbox.channelape.document import encode
from orders_pipeline.sandbox.channelape.errors import JSON, errors_body
from orders_pipeline.sandbox.faults import Faults, Strike

DEEP = 100_000
decode = msgspec.json.Decoder(float_hook=Decimal).decode  # digits stay as they are
BOM = b"\xef\xbb\xbf"
Answer = Callable[[Strike, bytes], Response]


def _json(body: bytes, status: int = 200) -> Response:
    return Response(body, status, {"content-type": JSON})


def errors_with_200(strike: Strike, body: bytes) -> Response:
    """An error where the status says success: instead of the orders, or beside them."""
    if strike.choice("variant", "instead", "beside") == "instead":
        return _json(errors_body(0))
    return _json(encode(decode(body) | decode(errors_body(0))))


def list_omits(strike: Strike, body: bytes) -> Response:
    """The envelope lacks what a reader needs to know that it has seen everything."""
    told, name = decode(body), strike.choice("variant", "orders", "pagination", "lastPage", "lastKey")
    place = told if name in told else told["pagination"]
    place.pop(name, None)
    if name == "lastKey":
        place["lastPage"] = False
    return _json(encode(told))


def accepted(strike: Strike, body: bytes) -> Response:
    """202, as writes are answered, with the whole list."""
    return _json(body, 202)


def empty_list(strike: Strike, body: bytes) -> Response:
    return _json(b"")


def foreign_redirect(strike: Strike, body: bytes) -> Response:
    """Whoever follows it carries the token elsewhere."""
    return Response(b"", strike.options["status"], {"location": f"{strike.options['host']}/v1/orders"})


BAD_PAGES: dict[str, Callable[[bytes], bytes]] = {
    "bom": lambda body: BOM + body,
    "utf16": lambda body: body.decode().encode("utf-16"),
    "not_utf8": lambda body: body[:-1] + b',"note":"\xff\xfe"}',
    "two_roots": lambda body: body + body,
    "rubbish_after": lambda body: body + b"\x00\x00",
    "a_list": lambda body: b"[" + body + b"]",
    "a_null": lambda body: b"null",
    "a_text": lambda body: b'"OK"',
    "orders_null": lambda body: b'{"orders":null,"pagination":{"lastPage":true},"errors":[]}',
    "orders_an_object": lambda body: b'{"orders":{},"pagination":{"lastPage":true},"errors":[]}',
    "last_page_a_text": lambda body: body.replace(b'"lastPage":true', b'"lastPage":"true"').replace(
        b'"lastPage":false', b'"lastPage":"false"'
    ),
    "last_page_twice": lambda body: body.replace(b'"lastPage":false', b'"lastPage":true,"lastPage":false'),
    "bare_nan": lambda body: body[:-1] + b',"took":NaN}',
    "deep": lambda body: body[:-1] + b',"deep":' + b"[" * DEEP + b"]" * DEEP + b"}",
    "doctype": lambda body: b'<!DOCTYPE orders [<!ENTITY a "b">]><orders>&a;</orders>',
}


def bad_page(strike: Strike, body: bytes) -> Response:
    return _json(BAD_PAGES[strike.choice("variant", *BAD_PAGES)](body))


WRONG: dict[str, Answer] = {
    "errors_with_200": errors_with_200,
    "list_omits": list_omits,
    "accepted": accepted,
    "empty_list": empty_list,
    "foreign_redirect": foreign_redirect,
    "bad_page": bad_page,
}


def answered(body: bytes, faults: Faults, path: str) -> Response:
    """The list, or what at most one fault makes of it, in the order of the table."""
    for name, act in WRONG.items():
        if strike := faults.strike(name, path):
            return act(strike, body)
    return _json(body)
