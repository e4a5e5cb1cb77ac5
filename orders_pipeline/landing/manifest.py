"""The manifest of a window: which pages it consists of and why it is complete. Written last, once, never changed."""

from datetime import datetime
from enum import StrEnum

import msgspec

from orders_pipeline.model.records.lineage import Page
from orders_pipeline.model.window import Window

FORMAT = 1


class Purpose(StrEnum):
    LIVE = "live"  # moves the cursor
    BACKFILL = "backfill"  # beside the live windows
    SINGLE = "single"  # orders read by id; the window is when they were asked for


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Whose orders an account's landing holds. Another source needs another account: certificates do not carry over.

    currency: of every amount, where the protocol has none and settings name it. within: whose scope it is, or the part
    of it that is read, where the scope alone does not say.
    """

    account: str
    channel: str
    host: str
    scope: str  # profile, subscription or business
    currency: str | None = None
    within: str = ""  # a merchant's name, or the ids of channels


class Discarded(msgspec.Struct, frozen=True, kw_only=True):
    """A body that was landed and is no part of the window, kept as evidence."""

    sha256: str
    url: str
    requested_at: datetime
    reason: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """A certified window. `asked` reaches back before `window` by the overlap."""

    format: int = FORMAT
    account: str
    source: Source
    purpose: Purpose
    window: Window
    asked: Window
    pages: tuple[Page, ...]
    discarded: tuple[Discarded, ...]
    certificate: msgspec.Raw  # as the channel gave it, see channels/base.py
    hub_count: int | None
    certified_at: datetime

    @property
    def window_id(self) -> str:
        return f"{self.purpose}/{self.window.name}"


class _Format(msgspec.Struct):
    format: int


_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(Manifest)


def encode(manifest: Manifest) -> bytes:
    return msgspec.json.format(_encoder.encode(manifest), indent=1)


def decode(content: bytes) -> Manifest:
    """Raises ValueError: no manifest, or one of another format."""
    if msgspec.json.decode(content, type=_Format).format != FORMAT:
        raise ValueError(f"the manifest is of another format than {FORMAT}")
    return _decoder.decode(content)
