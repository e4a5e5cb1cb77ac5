"""The writes of this dialect over HTTP: who may, which function, and what a refusal looks like. Spec §4 and §10.

204 without a body, but for a new fulfillment; a refusal is 400 in the OData shape and changes nothing.
"""

import re
from collections.abc import Callable
from typing import Any

from starlette.responses import Response

from orders_pipeline.sandbox.channeladvisor.adjusting import adjust_item, adjust_order
from orders_pipeline.sandbox.channeladvisor.arguments import body_of
from orders_pipeline.sandbox.channeladvisor.editing import edit_order
from orders_pipeline.sandbox.channeladvisor.errors import ODATA, Refused, denied, malformed
from orders_pipeline.sandbox.channeladvisor.hub import Hub
from orders_pipeline.sandbox.channeladvisor.oauth import Access
from orders_pipeline.sandbox.channeladvisor.render import Links
from orders_pipeline.sandbox.channeladvisor.shipping import (
    create_fulfillment,
    edit_fulfillment,
    move_fulfillment,
    move_item,
    ship,
)
from orders_pipeline.sandbox.writes import Call, CannotWrite

KEY = re.compile(r"\((\d{1,12})\)")


def _mark(exported: bool) -> Callable[[Hub, Access, Call, int, Any], None]:
    def act(hub: Hub, access: Access, call: Call, key: int, told: Any) -> None:
        """Idempotent: only a mark that changes is in the ledger. Spec §6.3."""
        hub.state_of(access, "Orders", key)
        if hub.exports.is_marked(access.application, key) != exported:
            hub.exports.mark(access.application, key, exported)
            write = hub.writes.begin(call, key)
            write.mark(exported)
            write.commit()

    return act


# operation -> what it does; a number that it gives is the key of the fulfillment that was made
ACTS: dict[str, Callable[[Hub, Access, Call, int, Any], int | None]] = {
    "ship": ship,
    "adjust_order": adjust_order,
    "adjust_item": adjust_item,
    "export": _mark(True),
    "unexport": _mark(False),
    "edit_order": edit_order,
    "create_fulfillment": create_fulfillment,
    "edit_fulfillment": edit_fulfillment,
    "move_fulfillment": move_fulfillment,
    "move_item": move_item,
}


def answer_write(
    hub: Hub, access: Access, call: Call, path: str, body: bytes, content_type: str, links: Links
) -> Response:
    """Raises Refused: 401 for a token that may only read, 404 for what is not there, 400 for all else."""
    if not access.grant.may_write:
        raise denied()
    found = KEY.search(path)
    key = int(found[1]) if found else 0
    if key >= 2**31:
        raise Refused(400, f"The key value '{key}' is not a valid Edm.Int32.")
    told = body_of(body, content_type)
    try:
        with hub.writes.lock:
            made = ACTS[call.operation](hub, access, call, key, told)
    except CannotWrite as refusal:
        raise malformed(str(refusal)) from None
    if made is None:
        return Response(status_code=204)
    answer = hub.one(access, "Fulfillments", made, "", links)
    return Response(answer, 201, {"content-type": ODATA, "odata-version": "4.0"})
