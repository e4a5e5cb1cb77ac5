"""Rows to JSON bytes. Amounts stay Decimal until msgspec writes their digits; whole orders are kept per version."""

from typing import Any
from urllib.parse import quote

import msgspec
from msgspec import Struct

from orders_pipeline.sandbox.channeladvisor.options import Shape, split
from orders_pipeline.sandbox.channeladvisor.rows import Row

SAFE = "$(),;=:/'@*"
KEPT_SHAPES = 4
encode = msgspec.json.Encoder(decimal_format="number").encode


class Links(Struct, frozen=True):
    """Where links point to: the root of the service as the caller reached it, and a token that came in the query."""

    root: str
    access_token: str | None = None

    def url(self, path: str, pairs: list[tuple[str, str]]) -> str:
        return f"{self.root}/{path}?" + "&".join(
            f"{quote(name, safe=SAFE)}={quote(value, safe=SAFE)}" for name, value in pairs
        )

    def rest_of(self, path: str, options: str, skip: int) -> str:
        """The link to the rest of an expanded collection; its nested options become options of their own."""
        nested = [tuple(option.strip().partition("=")[::2]) for option in split(options, ";") if option.strip()]
        token = [("access_token", self.access_token)] if self.access_token else []
        return self.url(path, [*token, *nested, ("$skip", str(skip))])


def as_json(row: Row, shape: Shape, links: Links, cap: int | None) -> dict[str, Any]:
    """The entity as it is shown; expanded collections are cut at `cap`, where there is one."""
    every = row.json()
    shown = dict(every) if shape.select is None else {k: v for k, v in every.items() if k.lower() in shape.select}
    for expansion in shape.expand:
        children = row.children(row.entity.collection_named[expansion.name.lower()])
        if cap is not None and len(children) > cap:
            path = f"{row.entity.name}({every[row.entity.key]})/{expansion.name}"
            shown[f"{expansion.name}@odata.nextLink"] = links.rest_of(path, expansion.options, cap)
            children = children[:cap]
        shown[expansion.name] = [as_json(child, expansion.shape, links, cap) for child in children]
    return shown


def as_bytes(row: Row, shape: Shape, links: Links, cap: int | None) -> bytes:
    asked = (shape, links, cap)
    made = row.rendered.get(asked)
    if made is None:
        if len(row.rendered) >= KEPT_SHAPES:
            row.rendered.clear()
        made = row.rendered[asked] = encode(as_json(row, shape, links, cap))
    return made


def page(context: str, entities: list[bytes], *, count: int | None, next_link: str | None) -> bytes:
    head = b'{"@odata.context":' + encode(context)
    if count is not None:
        head += b',"@odata.count":%d' % count
    tail = b"]" if next_link is None else b'],"@odata.nextLink":' + encode(next_link)
    return head + b',"value":[' + b",".join(entities) + tail + b"}"


def entity(context: str, body: bytes) -> bytes:
    """One entity; the context is its first member."""
    return b'{"@odata.context":' + encode(context) + (b"," if body != b"{}" else b"") + body[1:]
