"""Which requests of this dialect are writes, and what each is called: channeladvisor-rest.md §4 as a table."""

import re
from collections.abc import Mapping

_KEY = r"\(\d{1,12}\)"
OPERATIONS: list[tuple[tuple[str, ...], re.Pattern[str], str]] = [
    (("POST",), re.compile(rf"/v1/(?i:orders){_KEY}/Ship"), "ship"),
    (("POST",), re.compile(rf"/v1/(?i:orders){_KEY}/Adjust"), "adjust_order"),
    (("POST",), re.compile(rf"/v1/OrderItems{_KEY}/Adjust"), "adjust_item"),
    (("POST",), re.compile(rf"/v1/(?i:orders){_KEY}/Export"), "export"),
    (("DELETE",), re.compile(rf"/v1/(?i:orders){_KEY}/Export"), "unexport"),
    (("PATCH", "PUT"), re.compile(rf"/v1/(?i:orders){_KEY}"), "edit_order"),
    (("POST",), re.compile(r"/v1/Fulfillments"), "create_fulfillment"),
    (("PATCH", "PUT"), re.compile(rf"/v1/Fulfillments{_KEY}"), "edit_fulfillment"),
    (("POST",), re.compile(rf"/v1/Fulfillments{_KEY}/Move"), "move_fulfillment"),
    (("POST",), re.compile(rf"/v1/FulfillmentItems{_KEY}/Move"), "move_item"),
]


def operation_of(method: str, path: str, headers: Mapping[str, str], body: bytes) -> str | None:
    return next((name for methods, shape, name in OPERATIONS if method in methods and shape.fullmatch(path)), None)
