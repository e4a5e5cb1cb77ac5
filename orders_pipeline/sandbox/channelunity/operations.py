"""Which requests of this dialect are writes: all calls go to one URL, the name stands in the message. Spec §2.1."""

import re
from collections.abc import Mapping
from urllib.parse import unquote_plus

WRITES = ("OrderStatusUpdate", "DoPartialAction")
NAME = re.compile(rf"<RequestType>\s*(?:<!\[CDATA\[)?\s*({'|'.join(WRITES)})\b")


def operation_of(method: str, path: str, headers: Mapping[str, str], body: bytes) -> str | None:
    """Looks through one and two encodings, as the form field may have either."""
    if method != "POST":
        return None
    text = body.decode("latin-1")
    for _ in range(3):
        if found := NAME.search(text):
            return found[1]
        text = unquote_plus(text)
    return None
