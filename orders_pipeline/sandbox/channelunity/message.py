"""From the body of a POST to the request in it: form field `message`, one or two encodings, envelope. Spec §1.1, §2."""

import base64
import hashlib
from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import parse_qsl, unquote_plus

from lxml import etree
from msgspec import Struct

from orders_pipeline.sandbox.channelunity.credentials import API_KEY, MERCHANT_NAME, PASSWORD, USER_NAME
from orders_pipeline.sandbox.channelunity.errors import not_understood, unknown_user, wrong_api_key

FIELD, ROOT = "message", "ChannelUnity"
WITHOUT_API_KEY = frozenset({"ValidateUser"})


class Asked(Struct, frozen=True):
    """A call by its name, the texts of its payload by element name, and the elements in it that have parts."""

    request_type: str
    payload: dict[str, str]
    parts: tuple[tuple[str, dict[str, str]], ...] = ()  # name, texts by name: as often as they come, in their order


def authorization(user: str, password: str) -> str:
    """base64 of `user:` and the lower-case hex SHA-256 of the password."""
    digest = hashlib.sha256(password.encode()).hexdigest()
    return base64.b64encode(f"{user}:{digest}".encode()).decode()


def read_message(body: bytes, content_type: str, *, always_decodes: bool) -> Asked:
    """Raises Refused: no such field, no XML, wrong credentials."""
    text = _field(body, content_type)
    if text is None:
        raise not_understood()
    if always_decodes or not text.strip().startswith("<"):
        text = unquote_plus(text)
    root = _root(text)
    told = {child.tag: (child.text or "").strip() for child in root if isinstance(child.tag, str)}
    _check(told)
    payload = root.find("Payload")
    elements = [] if payload is None else [each for each in payload if isinstance(each.tag, str)]
    parts = tuple((each.tag, _texts(each)) for each in elements if len(each))
    return Asked(told.get("RequestType", ""), {} if payload is None else _texts(payload), parts)


def _texts(element: etree._Element) -> dict[str, str]:
    return {each.tag: (each.text or "").strip() for each in element if isinstance(each.tag, str)}


def _field(body: bytes, content_type: str) -> str | None:
    """The first field of that name, as ordinary form parsing gives it."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
        parts = BytesParser(policy=HTTP).parsebytes(head + body).iter_parts()
        texts = {part.get_param("name", header="content-disposition"): part.get_payload(decode=True) for part in parts}
        found = texts.get(FIELD)
        return found.decode("utf-8", "replace") if isinstance(found, bytes) else None
    if kind == "application/x-www-form-urlencoded":
        pairs = parse_qsl(body.decode("latin-1"), keep_blank_values=True, encoding="utf-8", errors="replace")
        return next((value for name, value in pairs if name == FIELD), None)
    return None


def _root(text: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(text.strip().encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise not_understood() from None
    if root.tag != ROOT or root.getroottree().docinfo.doctype:
        raise not_understood()
    return root


def _check(told: dict[str, str]) -> None:
    """User names are unique within a merchant only, so all three count."""
    if told.get("MerchantName") != MERCHANT_NAME or told.get("Authorization") != authorization(USER_NAME, PASSWORD):
        raise unknown_user()
    if told.get("RequestType") not in WITHOUT_API_KEY and told.get("ApiKey") != API_KEY:
        raise wrong_api_key()
