"""What the hub knows and answers, without HTTP: pages of orders, histories, fulfillments. Spec §4, §5, §8.3, §10."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from orders_pipeline.sandbox.channeladvisor.exports import Exports
from orders_pipeline.sandbox.channeladvisor_soap import history_markup
from orders_pipeline.sandbox.channeladvisor_soap.accounts import Account, authentication_failed
from orders_pipeline.sandbox.channeladvisor_soap.answers import Failed
from orders_pipeline.sandbox.channeladvisor_soap.criteria import criteria_of, tests_of
from orders_pipeline.sandbox.channeladvisor_soap.facts import client_identifier
from orders_pipeline.sandbox.channeladvisor_soap.misfortune import Misfortune
from orders_pipeline.sandbox.channeladvisor_soap.order_markup import LEVELS, numbered
from orders_pipeline.sandbox.channeladvisor_soap.rows import OrderRows, Row
from orders_pipeline.sandbox.channeladvisor_soap.spoiled import SPOILED, spoiled_texts
from orders_pipeline.sandbox.clock import WorldClock
from orders_pipeline.sandbox.faults import Faults
from orders_pipeline.sandbox.settings import Settings
from orders_pipeline.sandbox.world import OrderState, World
from orders_pipeline.sandbox.writes import Call, Writes


class Caller:
    """Who asks: the developer key, by which export marks are kept, and the accounts that it may see."""

    def __init__(self, developer_key: str, accounts: Sequence[Account], call: Call | None = None) -> None:
        """`call`: who writes, where this is a write."""
        self.developer_key, self.accounts = developer_key.strip().lower(), accounts
        self.call = call or Call(dialect="channeladvisor_soap", operation="")

    def account(self, account_id: str | None) -> Account:
        """Raises Failed without an id, Fault for an account that the key may not see."""
        if not account_id:
            raise Failed(3, "The AccountID was not specified.")
        for account in self.accounts:
            if account.account_id == account_id.strip().lower():
                return account
        raise authentication_failed()


class SoapHub:
    """`calls`: how often each operation was asked for, by its name."""

    def __init__(
        self,
        world: World,
        clock: WorldClock,
        faults: Faults,
        settings: Settings,
        writes: Writes,
        exports: Exports | None = None,
    ) -> None:
        self.writes = writes
        self.world, self.clock, self.faults, self.settings = world, clock, faults, settings
        self.exports = exports or Exports()
        self.calls: Counter[str] = Counter()
        self.misfortune = Misfortune(faults, world)
        self._rows = OrderRows()
        faults.know(SPOILED)

    def orders(self, caller: Caller, account_id: str | None, criteria: Any) -> bytes:
        """GetOrderList: the `ResultData` of one page."""
        account, told = caller.account(account_id), criteria_of(criteria)
        level = told["DetailLevel"] or "Low"
        found = self._matching(caller, account, told)
        size = self._page_size(told["PageSize"], level)
        page = self._page(found, max(told["PageNumberFilter"] or 1, 1), size)
        if self.misfortune.poisons([row.id for row in page], account):
            raise Failed(1, "An unexpected error occurred.")
        texts = [text for row in page for text in self._shown(row, level)]
        return _data(numbered(text, item, len(found)) for item, text in enumerate(texts, 1))

    def refund_history(self, caller: Caller, account_id: str | None, order_id: int) -> bytes:
        """GetOrderRefundHistory. Raises Failed with 1 for an order that the account does not hold: spec §11."""
        account = caller.account(account_id)
        state = self.world.order(order_id or 0, self.clock.now)
        if state is None or not account.holds(state.order):
            raise Failed(1, f"Order {order_id or 0} was not found.")
        return self._rows.of(state).text("refunds", history_markup.refund_history)

    def fulfillments(self, caller: Caller, account_id: str | None, ids: Any, numbers: Any) -> bytes:
        """GetOrderFulfillmentDetailList"""
        return self._histories(caller, account_id, ids, numbers, history_markup.fulfillments)

    def shipments(self, caller: Caller, account_id: str | None, ids: Any, numbers: Any) -> bytes:
        """GetOrderShipmentHistoryList"""
        return self._histories(caller, account_id, ids, numbers, history_markup.shipments)

    def order_named(self, account: Account, order_id: int | None, number: str | None) -> OrderState | None:
        """By OrderID, which goes first where both are given; else by the number, of several the lowest OrderID."""
        if order_id:
            state = self.world.order(order_id, self.clock.now)
            return state if state is not None and account.holds(state.order) else None
        states = (row.state for row in self._all(account)) if number else ()
        return next((state for state in states if client_identifier(state.order) == number), None)

    def refuses_an_entry(self, caller: Caller, entries: int) -> int | None:
        """The place of the entry that an armed fault refuses under the outer Success, though nothing is wrong."""
        strike = self.faults.strike("soap_entry_refused", f"#{caller.call.operation}") if entries else None
        return None if strike is None else strike.random.randrange(entries)

    def _histories(
        self, caller: Caller, account_id: str | None, ids: Any, numbers: Any, make: Callable[[OrderState], str]
    ) -> bytes:
        """An entry for each order that is asked for by either list and there, by id; unknown ones have none."""
        account = caller.account(account_id)
        wanted, named = frozenset(ids or ()), frozenset(numbers or ())
        rows = [
            row
            for row in self._all(account)
            if row.id in wanted or (named and client_identifier(row.state.order) in named)
        ]
        entries = [row.text(make.__name__, make) for row in rows]
        return _data(self.misfortune.loses_an_entry(entries))

    def _all(self, account: Account) -> list[Row]:
        return [self._rows.of(state) for state in self.world.at(self.clock.now) if account.holds(state.order)]

    def _matching(self, caller: Caller, account: Account, told: dict[str, Any]) -> list[Row]:
        tests = tests_of(told, end_is_inclusive=self.settings.soap_end_is_inclusive)
        found = [row for row in self._all(account) if all(test(row) for test in tests)]
        if told["ExportState"] is not None:
            is_wanted = told["ExportState"] == "Exported"
            found = [row for row in found if self.exports.is_marked(caller.developer_key, row.id) is is_wanted]
        return found if self.settings.sorts else found[::-1]

    def _page_size(self, asked: int | None, level: str) -> int:
        """A size above the most of the level is cut to it without a word."""
        most = self.settings.soap_page_caps[LEVELS.index(level)]
        return min(asked if asked and asked > 0 else self.settings.soap_page_size, most)

    def _page(self, found: Sequence[Row], number: int, size: int) -> Sequence[Row]:
        page = found[(number - 1) * size : number * size]
        if found and not page and (strike := self.faults.strike("first_page_past_end")):
            last = (len(found) - 1) // size * size
            start = 0 if strike.choice("variant", "past_end", "repeated") == "past_end" else last
            return found[start : start + size]
        return page

    def _shown(self, row: Row, level: str) -> list[bytes]:
        ways = self.faults.spoiled.get(row.id)
        return spoiled_texts(row.order(level), ways) if ways else [row.order(level)]


def _data(entries: Iterable[bytes]) -> bytes:
    content = b"".join(entries)
    return b"<ResultData>" + content + b"</ResultData>" if content else b"<ResultData />"
