"""A request as the benchmark's server hears it, and what it answers with. Kept as JSON, to be asked again."""

import msgspec

HEADERS = ("content-type", "soapaction")  # by which a hub tells what is asked

Pieces = list[bytes | memoryview]  # of a body, in turn


class Request(msgspec.Struct, frozen=True, array_like=True):
    """`headers`: those of HEADERS that came, by their names in small letters."""

    method: str
    target: str
    headers: dict[str, str] = {}
    body: str = ""
