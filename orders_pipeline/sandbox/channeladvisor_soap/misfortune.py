"""The faults that are this dialect's own, apart from bad documents: an order that poisons its page, an entry that is
missing from a Success. What a fault is called and when it strikes stands in `faults/plan`."""

from random import Random

from orders_pipeline.sandbox.channeladvisor_soap.accounts import Account
from orders_pipeline.sandbox.faults import Faults
from orders_pipeline.sandbox.world import World

POISONED = "poisoned"  # a way to spoil an order: it fails its page, and fails alone too


class Misfortune:
    def __init__(self, faults: Faults, world: World) -> None:
        self.faults, self.world = faults, world
        self._chosen: dict[str, int] = {}

    def poisons(self, order_ids: list[int], account: Account) -> bool:
        """Whether a page of these orders fails as a whole: spec §5.2.

        `poisoned_order` strikes where its order has company; alone it is served, or fails too where the option
        `alone` says `fails`. Option `order_ids` names the orders; one of each account is chosen otherwise.
        """
        spoiled = self.faults.spoiled
        if any(POISONED in spoiled.get(order_id, ()) for order_id in order_ids):
            return True
        fault = self.faults.armed.get("poisoned_order")
        if fault is None:
            return False
        poisoned = fault.options.get("order_ids") or [self.poisoned_order(account)]
        is_alone = len(order_ids) == 1 and fault.options.get("alone") != "fails"
        if is_alone or not set(poisoned) & set(order_ids):
            return False
        return self.faults.strike("poisoned_order") is not None

    def poisoned_order(self, account: Account) -> int | None:
        """The order of an account that the fault chooses by its seed."""
        if account.account_id not in self._chosen:
            ids = sorted(life.order.order_id for life in self.world.lives.values() if account.holds(life.order))
            if not ids:
                return None
            self._chosen[account.account_id] = Random(f"{self.faults.seed}/poisoned/{account.account_id}").choice(ids)
        return self._chosen[account.account_id]

    def loses_an_entry(self, entries: list[bytes]) -> list[bytes]:
        """All entries, unless the fault strikes: one fails under the outer Success, by being nil or not there."""
        strike = self.faults.strike("failed_entry_under_success") if entries else None
        if strike is None:
            return entries
        place = strike.random.randrange(len(entries))
        name = entries[place][1 : entries[place].index(b">")].split()[0]
        is_nil = strike.choice("variant", "nil", "missing") == "nil"
        shown = [b"<" + name + b' xsi:nil="true" />'] if is_nil else []
        return [*entries[:place], *shown, *entries[place + 1 :]]
