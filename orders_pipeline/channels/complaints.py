"""What a hub says in the body of a refusal, in one short line without secrets. Decides nothing: for people's eyes only.

Branch on statuses and codes, never on these texts.
"""

import re
from typing import Any

import msgspec

from orders_pipeline.channels.redaction import HIDDEN, Redactor

LONGEST = 300  # characters
_READ = 65_536  # bytes of a body that are looked at
_EMAIL = re.compile(r"[\w.+-]++@[\w-]++(?:\.[\w-]++)+")
_TEXT = re.compile(r"<(?:\w+:)?(?:faultstring|Message|Status|title)\b[^>]*>(?:<!\[CDATA\[)?([^<\]]+)", re.IGNORECASE)


def message_of(body: bytes, redactor: Redactor | None = None) -> str | None:
    """The hub's message in any of the shapes of its errors; None for an empty body or one that says nothing.

    OData, Web API, OAuth and ChannelApe JSON, SOAP faults and ChannelUnity's Status, the title of a gateway's page,
    or plain text as it is. Addresses of people are hidden like secrets.
    """
    text = body[:_READ].decode("utf-8-sig", "replace").strip()
    said = _line(_found(text))
    if not said:
        return None
    said = _EMAIL.sub(HIDDEN, (redactor or Redactor()).text(said))
    return said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"


def codes_of(body: bytes) -> tuple[int, ...]:
    """The codes of a refusal in ChannelApe's shape (channelape.md §7), in its order; () where it has none."""
    try:
        content = msgspec.json.decode(body[:_READ])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ()
    match content:
        case {"errors": [*entries]}:
            codes = [entry.get("code") for entry in entries if isinstance(entry, dict)]
            return tuple(code for code in codes if isinstance(code, int) and not isinstance(code, bool))
    return ()


def _found(text: str) -> str:
    if text.startswith(("{", "[", '"')):
        try:
            return _in_json(msgspec.json.decode(text))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return ""  # a document, or the beginning of one: no words for people, and perhaps about them
    if text.startswith("<"):
        found = _TEXT.search(text)
        return found[1] if found else ""
    return text


def _in_json(content: Any) -> str:
    """channeladvisor-rest.md §3 (shapes 1 and 2) and §2 (OAuth), channelape.md §7 (a list of errors)."""
    match content:
        case {"error": {"message": str(said)}} | {"Message": str(said)} | {"error_description": str(said)}:
            return said
        case {"error": str(said)} | {"message": str(said)} | str(said):
            return said
        case {"errors": [*entries]}:
            return "; ".join(filter(None, map(_entry, entries[:5])))
    return ""


def _entry(entry: Any) -> str:
    match entry:
        case {"code": int(code), "message": str(said)}:
            return f"{said} (code {code})"
        case {"message": str(said)}:
            return said
    return ""


def _line(text: str) -> str:
    """One line of printable characters, long enough to be redacted whole before it is cut."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())[: LONGEST * 10]
