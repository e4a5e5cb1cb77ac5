"""Values to XML text, as the .NET serializer writes it: one line, `<Name />` for what is empty, nil where asked for."""

import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from xml.sax.saxutils import escape

from orders_pipeline.sandbox.channeladvisor_soap.values import date_text, money

SOAP = {"1.1": "http://schemas.xmlsoap.org/soap/envelope/", "1.2": "http://www.w3.org/2003/05/soap-envelope"}
XSI, XSD = "http://www.w3.org/2001/XMLSchema-instance", "http://www.w3.org/2001/XMLSchema"
WEB = "http://api.channeladvisor.com/webservices/"
ORD = "http://api.channeladvisor.com/datacontracts/orders"
SHP = "http://api.channeladvisor.com/datacontracts/ShippingService"


class Markup:
    """Elements with one prefix. `shows_empty`: absent strings are empty elements instead of none at all."""

    def __init__(self, prefix: str = "", *, shows_empty: bool = False) -> None:
        self.prefix, self.shows_empty = prefix, shows_empty

    def wrap(self, name: str, content: str | Iterable[str], attributes: str = "") -> str:
        inner = content if isinstance(content, str) else "".join(content)
        tag = self.prefix + name
        head = f"{tag} {attributes}" if attributes else tag
        return f"<{head}>{inner}</{tag}>" if inner else f"<{head} />"

    def plain(self, name: str, value: object) -> str:
        """A value that needs no escaping, and is always there."""
        return f"<{self.prefix}{name}>{value}</{self.prefix}{name}>"

    def text(self, name: str, value: str | None) -> str:
        if value is None and not self.shows_empty:
            return ""
        return self.wrap(name, escape(value or "", {"\r": "&#xD;"}))

    def flag(self, name: str, value: object) -> str:
        return self.plain(name, "true" if value else "false")

    def nil(self, name: str) -> str:
        return f'<{self.prefix}{name} xsi:nil="true" />'

    def money(self, name: str, value: Decimal | None) -> str:
        return self.plain(name, money(value or Decimal(0)))

    def money_or_nil(self, name: str, value: Decimal | None) -> str:
        return self.nil(name) if value is None else self.money(name, value)

    def date_or_nil(self, name: str, value: datetime | None) -> str:
        return self.nil(name) if value is None else self.plain(name, date_text(value))


def in_namespace(namespace: str, parts: Iterable[str]) -> str:
    """Children of another namespace than their parent's: each says so itself."""
    return "".join(re.sub(r"^<\w+", rf'\g<0> xmlns="{namespace}"', part) for part in parts)
