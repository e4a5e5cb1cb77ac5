"""Bodies of writes to what this hub holds: every member by its table, and everything that is wrong with them together.

Texts lose the blanks around them, and an empty one is none. Amounts are texts or numbers. Spec §4, §5, §7.
"""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeVar

from orders_pipeline.sandbox.channelape import held, words
from orders_pipeline.sandbox.channelape.document import ADDRESS, CUSTOMER
from orders_pipeline.sandbox.channelape.query import INSTANT

AMOUNT = re.compile(r"-?\d{1,18}(?:\.\d{1,10})?", re.ASCII)
REQUIRED, INVALID = 213, 226
MOST_FULFILLMENTS = 5000
LINE_TEXTS = {
    "sku": "sku", "upc": "upc", "title": "title", "vendor": "vendor", "shippingMethod": "shipping_method",
    "giftCardCode": "gift_card_code",
}  # fmt: skip
LINE_AMOUNTS = {"price": "price", "grams": "grams", "shippingPrice": "shipping_price", "shippingTax": "shipping_tax"}
LINE_COUNTS = {"reserveQuantity": "reserve_quantity", "presaleQuantity": "presale_quantity"}
PARCEL_TEXTS = {
    "supplierId": "supplier_id", "locationId": "location_id", "shippingCompany": "company",
    "shippingMethod": "method", "trackingNumber": "tracking_number",
}  # fmt: skip
Told = Mapping[str, Any]
ThingT = TypeVar("ThingT")


class Reading:
    """`problems`: code and attribute, in the order of the body. What is wrong reads as None and is a problem.

    `known`: words that the order has already; they may come back though no table has them.
    """

    def __init__(self, known: Collection[str] = ()) -> None:
        self.problems: list[tuple[int, str]] = []
        self._known = frozenset(known)

    def wrong(self, attribute: str, code: int = INVALID) -> None:
        if (code, attribute) not in self.problems:
            self.problems.append((code, attribute))

    def needed(self, value: ThingT | None, attribute: str) -> ThingT | None:
        if value is None and (INVALID, attribute) not in self.problems:
            self.wrong(attribute, REQUIRED)
        return value

    def text(self, value: Any, at: str) -> str | None:
        if at.endswith("locationId") and isinstance(value, int):
            return str(value)
        if value is not None and not isinstance(value, str):
            return self.wrong(at)
        return (value or "").strip() or None

    def word(self, value: Any, at: str, table: Collection[str]) -> str | None:
        told = self.text(value, at)
        if told is not None and told not in table and told not in self._known:
            return self.wrong(at)
        return self.needed(told, at)

    def amount(self, value: Any, at: str) -> Decimal | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
            return self.wrong(at)
        if isinstance(value, str):
            return Decimal(value.strip()) if AMOUNT.fullmatch(value.strip()) else self.wrong(at)
        number = Decimal(value)
        return number if number.is_finite() and -10 <= number.adjusted() < 18 else self.wrong(at)

    def count(self, value: Any, at: str, least: int = 0) -> int | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            return self.wrong(at)
        return value

    def instant(self, value: Any, at: str) -> datetime | None:
        told = self.text(value, at)
        if told is None:
            return None
        try:
            return datetime.fromisoformat(told if INSTANT.fullmatch(told) else "").astimezone(UTC)
        except (ValueError, OverflowError):
            return self.wrong(at)

    def each(self, value: Any, at: str, read: Callable[[Told, str], ThingT]) -> tuple[ThingT, ...]:
        """Of a list of objects."""
        if value is None:
            return ()
        if not isinstance(value, list):
            self.wrong(at)
            return ()
        found = []
        for number, entry in enumerate(value):
            if isinstance(entry, dict):
                found.append(read(entry, f"{at}[{number}]"))
            else:
                self.wrong(f"{at}[{number}]")
        return tuple(found)

    def fields(self, value: Any, at: str) -> held.Fields:
        """Values as they are, blanks included."""

        def field(told: Told, where: str) -> tuple[str, str]:
            name = self.needed(self.text(told.get("name"), f"{where}.name"), f"{where}.name")
            if not isinstance(told.get("value"), str):
                self.wrong(f"{where}.value")
            return name or "", str(told.get("value"))

        return self.each(value, at, field)

    def lines(self, value: Any, at: str) -> tuple[held.LineItem, ...]:
        return self.each(value, at, self._line)

    def fulfillments(self, value: Any, at: str) -> tuple[held.Fulfillment, ...]:
        found = self.each(value, at, self._fulfillment)
        if len(found) > MOST_FULFILLMENTS:
            self.wrong(at)
        return found

    def refunds(self, value: Any, at: str) -> tuple[held.Refund, ...]:
        return self.each(value, at, self._refund)

    def customer(self, value: Any, at: str) -> held.Customer | None:
        if value is None:
            return None
        if not isinstance(value, dict):
            return self.wrong(at)
        return held.Customer(
            **self._texts(value, at, CUSTOMER),
            shipping=self._address(value.get("shippingAddress"), f"{at}.shippingAddress"),
            billing=self._address(value.get("billingAddress"), f"{at}.billingAddress"),
            additional=self.fields(value.get("additionalFields"), f"{at}.additionalFields"),
        )

    def _texts(self, told: Told, at: str, table: Mapping[str, str]) -> dict[str, str | None]:
        return {ours: self.text(told.get(theirs), f"{at}.{theirs}") for theirs, ours in table.items()}

    def _address(self, value: Any, at: str) -> held.Address | None:
        if value is None:
            return None
        if not isinstance(value, dict):
            return self.wrong(at)
        fields = self.fields(value.get("additionalFields"), f"{at}.additionalFields")
        return held.Address(**self._texts(value, at, ADDRESS), additional=fields)

    def _line(self, told: Told, at: str) -> held.LineItem:
        return held.LineItem(
            id=self.needed(self.text(told.get("id"), f"{at}.id"), f"{at}.id") or "",
            quantity=self.needed(self.count(told.get("quantity"), f"{at}.quantity"), f"{at}.quantity") or 0,
            **self._texts(told, at, LINE_TEXTS),
            **{ours: self.amount(told.get(theirs), f"{at}.{theirs}") for theirs, ours in LINE_AMOUNTS.items()},
            **{ours: self.count(told.get(theirs), f"{at}.{theirs}") for theirs, ours in LINE_COUNTS.items()},
            taxes=self.each(told.get("taxes"), f"{at}.taxes", self._tax),
            additional=self.fields(told.get("additionalFields"), f"{at}.additionalFields"),
        )

    def _tax(self, told: Told, at: str) -> held.Tax:
        price = self.amount(told.get("price"), f"{at}.price")
        return held.Tax(
            title=self.text(told.get("title"), f"{at}.title") or "",
            price=self.needed(price, f"{at}.price") or Decimal(0),
            rate=self.amount(told.get("rate"), f"{at}.rate"),
        )

    def _units(self, told: Told, at: str) -> held.Units:
        """The line's id, or at least its SKU; a quantity of 0 is not allowed."""
        key, sku = self.text(told.get("id"), f"{at}.id"), self.text(told.get("sku"), f"{at}.sku")
        self.needed(key or sku, f"{at}.id")
        quantity = self.needed(self.count(told.get("quantity"), f"{at}.quantity", least=1), f"{at}.quantity")
        restock = self.text(told.get("restockType"), f"{at}.restockType")
        return held.Units(id=key, sku=sku, quantity=quantity or 0, restock_type=restock)

    def _fulfillment(self, told: Told, at: str) -> held.Fulfillment:
        lines = self.each(told.get("lineItems"), f"{at}.lineItems", self._units)
        self.needed(lines or None, f"{at}.lineItems")
        urls = told.get("trackingUrls")
        if urls is not None and not (isinstance(urls, list) and all(isinstance(url, str) for url in urls)):
            urls = self.wrong(f"{at}.trackingUrls")
        return held.Fulfillment(
            id=self.text(told.get("id"), f"{at}.id"),
            status=self.word(told.get("status"), f"{at}.status", words.FULFILLMENT_STATUS) or "",
            lines=lines,
            **self._texts(told, at, PARCEL_TEXTS),
            tracking_urls=tuple(urls or ()),
            shipped_at=self.instant(told.get("shippedAt"), f"{at}.shippedAt"),
            additional=self.fields(told.get("additionalFields"), f"{at}.additionalFields"),
        )

    def _refund(self, told: Told, at: str) -> held.Refund:
        return held.Refund(
            supplier_refund_id=self.text(told.get("supplierRefundId"), f"{at}.supplierRefundId"),
            channel_refund_id=self.text(told.get("channelRefundId"), f"{at}.channelRefundId"),
            lines=self.each(told.get("lineItems"), f"{at}.lineItems", self._units),
            transactions=self.each(told.get("transactions"), f"{at}.transactions", self._transaction),
            adjustments=self.each(told.get("adjustments"), f"{at}.adjustments", self._adjustment),
        )

    def _transaction(self, told: Told, at: str) -> held.Transaction:
        return held.Transaction(
            id=self.text(told.get("id"), f"{at}.id") or "",
            amount=self.needed(self.amount(told.get("amount"), f"{at}.amount"), f"{at}.amount") or Decimal(0),
            status=self.word(told.get("status"), f"{at}.status", words.TRANSACTION_STATUS) or "",
            message=self.text(told.get("message"), f"{at}.message"),
        )

    def _adjustment(self, told: Told, at: str) -> held.Adjustment:
        return held.Adjustment(
            id=self.text(told.get("id"), f"{at}.id") or "",
            amount=self.needed(self.amount(told.get("amount"), f"{at}.amount"), f"{at}.amount") or Decimal(0),
            tax_amount=self.amount(told.get("taxAmount"), f"{at}.taxAmount"),
            reason=self.text(told.get("reason"), f"{at}.reason"),
        )
