"""What a maker of rows is told to do, and how: length and body, one after the other, on its stdin and stdout."""

from typing import IO

import msgspec

from orders_pipeline.landing.manifest import Manifest

_LENGTH = 8
FAILED = b""  # an answer: who asked makes the rows itself, and meets the error where it belongs


class Job(msgspec.Struct, frozen=True):
    """`manifest`: of a window, cut down to the pages that are to be made. folder: of the account's landing."""

    landing: str
    load_id: str
    manifest: Manifest


encoded = msgspec.json.Encoder().encode  # a manifest holds a certificate as JSON
decoded = msgspec.json.Decoder(Job).decode


def tell(channel: IO[bytes], body: bytes) -> None:
    channel.write(len(body).to_bytes(_LENGTH))
    channel.write(body)
    channel.flush()


def hear(channel: IO[bytes]) -> bytes | None:
    """None: the other side is gone, or went in the midst of it."""
    head = channel.read(_LENGTH)
    if len(head) < _LENGTH:
        return None
    body = channel.read(length := int.from_bytes(head))
    return body if len(body) == length else None
