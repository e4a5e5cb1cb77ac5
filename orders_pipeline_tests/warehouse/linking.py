"""What `order_links` must hold, reckoned from the tables by other means than the load's: plain Python, all at once."""

from collections import defaultdict

OPERATORS = {"amazon", "ebay"}  # of those that the tests use; walmart counts by country, shopify by store
COMPARED = ("order_status", "payment_status", "shipping_status", "currency", "total_amount")


def expected_links(warehouse, places, profiles):
    """Rows of `order_links` by (account, order_id). `places`: accounts in order; `profiles`: profile by account."""
    shown = defaultdict(list)
    for row in sorted(warehouse.table("orders"), key=lambda row: places.index(row["account"])):
        shown[profiles[row["account"]], row["order_id"]].append(row)
    groups = defaultdict(list)
    numbered = defaultdict(dict)
    for order, rows in shown.items():
        numbers = [number for number in map(number_of, rows) if number]
        if numbers:
            numbered[next(filter(lambda number: number[0], numbers), numbers[0])][order] = rows
    links = {}
    for number, orders in numbered.items():
        for order, rows in orders.items():
            evidence = evidence_of(number, rows, orders.values()) if number[0] else None
            if evidence is not None:
                links[order] = f"{number[0]}:{number[1]}{evidence}"
    known = dict(links)
    for (marketplace, number), orders in numbered.items():
        for order, rows in orders.items() if not marketplace else ():
            same = {
                known[other]
                for (_, its), others in numbered.items()
                for other, of_other in others.items()
                if its == number and other in known and first(of_other, sale) == first(rows, sale)
            }
            if first(rows, sale) and len(same) < 2:
                links[order] = same.pop() if same else f":{number}:{first(rows, sale)}"
    rivals = defaultdict(list)
    for order, link in links.items():
        rivals[link, order[0]].append(order)
    chosen = {}
    for (link, _), some in rivals.items():
        best = min(some, key=lambda order: (is_canceled(shown[order]), len(order[1]), order[1]))
        chosen[best] = (link, len(some))
    for order, rows in shown.items():
        link, count = chosen.get(order, (f"profile:{order[0]}:{order[1]}", 1))
        groups[link] += [(row, count) for row in rows]
    return {
        (row["account"], row["order_id"]): row
        for link, members in groups.items()
        if len(members) > 1
        for row in linked(warehouse, link, sorted(members, key=lambda one: places.index(one[0]["account"])), profiles)
    }


def number_of(row):
    number = (row["marketplace_order_id"] or "").strip().lstrip("#").upper()
    return (row["marketplace"] or "", number) if number else None


def evidence_of(number, rows, everybody):
    """None: nothing proves that another order is the same."""
    marketplace, digits = number
    if marketplace in OPERATORS and sum(one.isalnum() for one in digits) >= 8:
        return ""
    if marketplace == "walmart" and sum(one.isalnum() for one in digits) >= 8:
        country = first(rows, lambda row: row["marketplace_country"])
        known = {first(other, lambda row: row["marketplace_country"]) for other in everybody} - {None}
        country = country or (known.pop() if len(known) == 1 else None)
        return f":{country}" if country else None if known else ""
    stores = {first(other, store) for other in everybody if first(other, sale) == first(rows, sale)} - {None}
    if first(rows, store):
        return f":{first(rows, store)}"
    if first(rows, sale) is None or len(stores) > 1:
        return None
    return f":{stores.pop() if stores else first(rows, sale)}"


def first(rows, value):
    return next((said for row in rows if (said := value(row)) is not None), None)


def bought(row):
    return row["purchased_at"] and f"{row['purchased_at']:%Y-%m-%dT%H:%M:%SZ}"


def store(row):
    name = row["marketplace_account_id"]
    return " ".join(filter(None, (name.lower(), bought(row)))) if name else None


def sale(row):
    parts = bought(row), row["total_amount"], row["currency"]
    return None if None in parts else " ".join(map(str, parts))


def is_canceled(rows):
    return first(rows, lambda row: row["order_status"]) == "canceled"


def linked(warehouse, link, members, profiles):
    (counted, _), *others = members

    def is_of_another(order):
        return profiles[order["account"]] != profiles[counted["account"]]

    refunds = best(members, lambda row: told(warehouse, "refunds", row, "status NOT IN ('failed', 'rejected')"))
    parcels = best(members, lambda row: told(warehouse, "fulfillments", row, "is_shipped"))
    for row, count in members:
        other = max((one for one, _ in others), key=is_of_another) if row is counted else row
        yield {
            "account": row["account"],
            "order_id": row["order_id"],
            "link_id": link,
            "linked_by": "same_orders_as"
            if profiles[other["account"]] == profiles[counted["account"]]
            else "marketplace_order",
            "is_counted": row is counted,
            "counted_account": counted["account"],
            "counted_order_id": counted["order_id"],
            "is_refund_source": row is refunds,
            "is_fulfillment_source": row is parcels,
            "orders_of_account": count,
            "differs_in": ",".join(name for name in COMPARED if contradict(row[name], counted[name])) or None,
        }


def contradict(said, counted):
    return said != counted and None not in (said, counted) and {said, counted} != {"shipped", "closed"}


def best(members, telling):
    return max(members, key=lambda one: telling(one[0]))[0]  # of equal ones the first


def told(warehouse, table, order, is_good):
    rows = warehouse.rows(
        f"SELECT coalesce({is_good}, false) AS is_good FROM {table} "
        f"WHERE account = '{order['account']}' AND order_id = '{order['order_id']}'"
    )
    return 2 if any(row["is_good"] for row in rows) else 1 if rows else 0
