"""Which requests of this dialect are writes to an order: spec §2 as a table."""

import re
from collections.abc import Mapping

ORDER = re.compile(r"/v1/orders/[^/]+")
OPERATIONS = (
    ("PATCH", ORDER, "patch_order"),
    ("PUT", ORDER, "put_order"),
    ("POST", re.compile(r"/v1/orders"), "create_order"),
    ("POST", re.compile(r"/v1/orders/activities"), "create_activity"),
)


def operation_of(method: str, path: str, headers: Mapping[str, str], body: bytes) -> str | None:
    return next((name for verb, shape, name in OPERATIONS if verb == method and shape.fullmatch(path)), None)
