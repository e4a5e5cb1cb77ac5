"""What is sent to ChannelUnity: an XML envelope with credentials and a call, in one field of a form. Pure.

Source: channelunity.md §§1.1, 2, 5.1, 6, 7.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import quote
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

PATH = "/event.php"
FIELD = "message"
TWICE, ONCE = "twice", "once"
VALIDATE_USER, GET_ORDERS = "ValidateUser", "GetOrders"
ORDER_STATUS_UPDATE, DO_PARTIAL_ACTION = "OrderStatusUpdate", "DoPartialAction"
Payload = Mapping[str, "str | Payload"]
_AMBIGUOUS = timedelta(minutes=30)  # a step back; clocks are put back by an hour, seldom by less


def authorization(username: str, password: str) -> str:
    """base64 of the user name, a colon and the hash of the password.

    `demo_user` and `Passw0rd1` give `ZGVtb191c2VyOjk2M2VmMTE0...`: the spec's test vector.
    """
    return b64encode(f"{username}:{password_hash(password)}".encode()).decode()


def password_hash(password: str) -> str:
    return sha256(password.encode()).hexdigest()


def envelope(
    merchant: str, authorization: str, call: str, api_key: str | None = None, payload: Payload | None = None
) -> str:
    """The whole message. `payload`: elements in their order, within each other; None: the call takes none."""
    return "".join(
        (
            '<?xml version="1.0" encoding="utf-8" ?>\n<ChannelUnity>',
            *_element("MerchantName", merchant),
            *_element("Authorization", authorization),
            *(_element("ApiKey", api_key) if api_key is not None else ()),
            *_element("RequestType", call),
            *(() if payload is None else ("<Payload>", *_elements(payload), "</Payload>")),
            "</ChannelUnity>",
        )
    )


def form(xml: str, encoding: str) -> dict[str, str]:
    """The form before it is encoded as one, which is once more (§1.1).

    A hub that decodes again takes `+` and `%XX` out of a message that was encoded once; twice is safe with one that
    looks whether the message begins as XML. Which of the two it does is not documented.
    """
    return {FIELD: quote(xml, safe="") if encoding == TWICE else xml}


def moment(instant: datetime, zone: ZoneInfo) -> str:
    """`yyyy-mm-dd hh:mm:ss` of the zone, which the hub reads as this instant or an earlier one.

    Where clocks are put back the text is one before that hour, which comes twice.
    """
    instant = instant.astimezone(UTC)  # arithmetic in a zone is arithmetic of its clocks
    while _comes_twice(local := instant.astimezone(zone)):
        instant -= _AMBIGUOUS
    return local.strftime("%Y-%m-%d %H:%M:%S")


def as_instant(instant: datetime) -> str:
    """ShipmentDate: in GMT, with its offset (§6)."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")


def as_stamp(instant: datetime) -> str:
    """PartialActionDate: in GMT, in the form that is documented; the vendor's modules send another (§7)."""
    return instant.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def _comes_twice(local: datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _elements(values: Payload) -> Iterator[str]:
    for name, value in values.items():
        yield from _element(name, value)


def _element(name: str, value: "str | Payload") -> tuple[str, ...]:
    return (f"<{name}>", *((escape(value),) if isinstance(value, str) else _elements(value)), f"</{name}>")
