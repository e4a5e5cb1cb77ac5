"""One order that several accounts show is linked, and no wrong number fools the rules; one of each is counted."""

import pytest
from msgspec.structs import replace

from orders_pipeline.model.marketplaces import Marketplace
from orders_pipeline.model.numbering import NUMBERING
from orders_pipeline.model.profiles import profiles
from orders_pipeline.model.status import OrderStatus
from orders_pipeline.model.tables import BY_NAME
from orders_pipeline.warehouse.checks import check_links
from orders_pipeline.warehouse.errors import StructureBroken
from orders_pipeline_tests.warehouse.making import ACCOUNT, APE, SOAP, UNITY, D, a_window, an_order, at

AMAZON = "113-0000000-0000001"


@pytest.fixture
def two(warehouse):
    """us-main, and another hub beside it."""
    warehouse.name(ACCOUNT, UNITY)
    return warehouse


def show(warehouse, *orders, start=0, load_id="load-1", **options):
    """Orders as their accounts show them, loaded in one load."""
    windows = [
        a_window([one for one in orders if one.order.account == account], account=account, start=start)
        for account in sorted({one.order.account for one in orders})
    ]
    return warehouse.load(*windows, load_id=load_id, **options)


def both(warehouse, ours, theirs):
    """One order of each account, differing in these fields, linked or not."""
    show(warehouse, an_order("1", **ours), an_order("A", account="unity", **theirs))
    return groups(warehouse) != {}


def groups(warehouse):
    """Members by link_id, the counted one first."""
    found = {}
    for row in warehouse.rows("SELECT * FROM order_links ORDER BY link_id, is_counted DESC, account"):
        found.setdefault(row["link_id"], []).append(f"{row['account']}/{row['order_id']}")
    return found


LINKED = {
    "one number of one operator": ({"marketplace_order_id": AMAZON}, {}),
    "written with spaces": ({"marketplace_order_id": AMAZON}, {"marketplace_order_id": f" {AMAZON} "}),
    "in small letters": (
        {"marketplace": "zalando", "marketplace_order_id": "ZA20000001"},
        {"marketplace_order_id": "za20000001"},
    ),
    "in other countries of one series": (
        {"marketplace_order_id": AMAZON, "marketplace_country": "US"},
        {"marketplace_country": "CA"},
    ),
    "with other totals and states, which are told": (
        {"marketplace_order_id": AMAZON},
        {"total_amount": D("1.00"), "order_status": OrderStatus.CANCELED},
    ),
    "of a site that one of them does not say": (
        {"marketplace": "walmart", "marketplace_order_id": "WA20000001", "marketplace_country": "US"},
        {"marketplace_country": None},
    ),
    "of a store, bought at one second for one total": (
        {"marketplace": "shopify", "marketplace_order_id": "#1001"},
        {"marketplace_order_id": "1001", "purchased_at": at(-60)},
    ),
    "of one store by name, whatever the total": (
        {"marketplace": "shopify", "marketplace_order_id": "1001", "marketplace_account_id": "Shop"},
        {"marketplace_account_id": "shop", "total_amount": D("1.00")},
    ),
    "short, of an operator, and the same sale": ({"marketplace_order_id": "1001"}, {}),
    "of a marketplace that one of them does not know, the same sale": (
        {"marketplace_order_id": AMAZON},
        {"marketplace": None},
    ),
    "of a marketplace that neither knows, the same sale": ({"marketplace_order_id": "1001", "marketplace": None}, {}),
}
APART = {
    "other numbers": ({"marketplace_order_id": AMAZON}, {"marketplace_order_id": "113-0000000-0000002"}),
    "no number": ({"marketplace_order_id": None}, {}),
    "an empty number": ({"marketplace_order_id": " "}, {}),
    "of a marketplace that one of them does not know, at another time": (
        {"marketplace_order_id": AMAZON},
        {"marketplace": None, "purchased_at": at(-5)},
    ),
    "of a marketplace that one of them does not know, for another total": (
        {"marketplace_order_id": AMAZON},
        {"marketplace": None, "total_amount": D("99.00")},
    ),
    "of a marketplace that neither knows, for no total": (
        {"marketplace_order_id": AMAZON, "marketplace": None, "total_amount": None},
        {},
    ),
    "other marketplaces": ({"marketplace_order_id": AMAZON}, {"marketplace": "ebay"}),
    "other sites": (
        {"marketplace": "walmart", "marketplace_order_id": "WA20000001", "marketplace_country": "US"},
        {"marketplace_country": "CA"},
    ),
    "order 1001 of two stores": (
        {"marketplace": "shopify", "marketplace_order_id": "1001"},
        {"total_amount": D("99.00"), "purchased_at": at(-5)},
    ),
    "of two stores at one moment": (
        {"marketplace": "shopify", "marketplace_order_id": "1001"},
        {"total_amount": D("99.00")},
    ),
    "of two stores by name, for one total": (
        {"marketplace": "shopify", "marketplace_order_id": "1001", "marketplace_account_id": "a"},
        {"marketplace_account_id": "b"},
    ),
    "of stores, in two currencies": (
        {"marketplace": "shopify", "marketplace_order_id": "1001"},
        {"currency": "CAD"},
    ),
    "of stores, at an unknown time": (
        {"marketplace": "shopify", "marketplace_order_id": "1001", "purchased_at": None},
        {},
    ),
    "typed by hand, for an operator": ({"marketplace_order_id": "1001"}, {"purchased_at": at(-5)}),
}


@pytest.mark.parametrize("case", LINKED)
def test_two_orders_are_one(two, case):
    ours, theirs = LINKED[case]
    assert both(two, ours, ours | theirs)
    (members,) = groups(two).values()
    assert members == ["us-main/1", "unity/A"]


@pytest.mark.parametrize("case", APART)
def test_two_orders_are_two(two, case):
    ours, theirs = APART[case]
    assert not both(two, ours, ours | theirs)


def test_every_marketplace_says_how_it_numbers():
    assert set(NUMBERING) == set(Marketplace)


def test_the_order_that_is_counted_is_that_of_the_first_account_and_all_say_so(two):
    assert both(two, {"marketplace_order_id": AMAZON}, {"marketplace_order_id": AMAZON, "total_amount": D("1.00")})
    other, counted = two.table("order_links")
    assert (counted["account"], counted["is_counted"], counted["differs_in"]) == ("us-main", True, None)
    assert (other["account"], other["is_counted"], other["differs_in"]) == ("unity", False, "total_amount")
    for row in (other, counted):
        assert (row["counted_account"], row["counted_order_id"]) == ("us-main", "1")
        assert (row["link_id"], row["linked_by"]) == (f"amazon:{AMAZON}", "marketplace_order")


def test_an_order_of_an_unknown_marketplace_that_fits_two_is_neither(two):
    sale = {"marketplace_order_id": AMAZON}
    show(
        two,
        an_order("1", **sale),
        an_order("2", **sale, marketplace="ebay"),
        an_order("A", account="unity", **sale, marketplace=None),
    )
    assert groups(two) == {}


def test_closed_does_not_contradict_shipped(two):
    both(
        two,
        {"marketplace_order_id": AMAZON, "order_status": OrderStatus.SHIPPED},
        {"marketplace_order_id": AMAZON, "order_status": OrderStatus.CLOSED},
    )
    assert {row["differs_in"] for row in two.table("order_links")} == {None}


def test_one_account_links_nothing_and_remembers_nothing(warehouse):
    show(warehouse, an_order("1", marketplace_order_id=AMAZON), an_order("2", marketplace_order_id=AMAZON))
    for table in ("order_links", "internal.order_numbers", "internal.unlinked_loads", "internal.links_made_by"):
        assert warehouse.table(table) == [], table


def test_two_orders_of_one_account_are_never_linked_and_the_one_that_stands_is_chosen(two):
    show(
        two,
        an_order("1", marketplace_order_id=AMAZON, order_status=OrderStatus.CANCELED),
        an_order("20", marketplace_order_id=AMAZON),
        an_order("9", marketplace_order_id=AMAZON),
        an_order("A", account="unity", marketplace_order_id=AMAZON),
    )
    assert groups(two) == {f"amazon:{AMAZON}": ["us-main/9", "unity/A"]}
    assert {row["account"]: row["orders_of_account"] for row in two.table("order_links")} == {"us-main": 3, "unity": 1}


def test_an_order_whose_number_changes_leaves_its_group_and_comes_back(two):
    ours = an_order("1", marketplace_order_id=AMAZON)
    show(two, ours, an_order("A", account="unity", marketplace_order_id=AMAZON))
    show(two, an_order("1", updated=1, marketplace_order_id=None), start=15, load_id="load-2")
    assert groups(two) == {}
    show(two, an_order("1", updated=2, marketplace_order_id=AMAZON), start=30, load_id="load-3")
    assert groups(two) == {f"amazon:{AMAZON}": ["us-main/1", "unity/A"]}


def test_one_profile_by_two_protocols_is_linked_by_the_id_of_the_order(warehouse):
    warehouse.name(SOAP, ACCOUNT, UNITY)
    show(
        warehouse,
        an_order("7"),
        an_order("8", marketplace_order_id=AMAZON),
        an_order("7", account="us-soap"),
        an_order("8", account="us-soap"),
        an_order("7", account="unity"),
        an_order("A", account="unity", marketplace_order_id=AMAZON),
    )
    assert groups(warehouse) == {
        "profile:us-main:7": ["us-soap/7", "us-main/7"],
        f"amazon:{AMAZON}": ["us-soap/8", "unity/A", "us-main/8"],
    }
    links = {(row["account"], row["order_id"]): row["linked_by"] for row in warehouse.table("order_links")}
    assert {links["us-main", "8"], links["us-main", "7"], links["us-soap", "7"]} == {"same_orders_as"}
    assert {links["us-soap", "8"], links["unity", "A"]} == {"marketplace_order"}


def test_accounts_of_hubs_without_common_ids_are_not_tied_by_them():
    assert set(profiles([ACCOUNT, SOAP, replace(APE, same_orders_as="us-main")]).values()) == {"us-main", "ape"}
    assert profiles([SOAP]) == {"us-soap": "us-soap"}


def test_links_follow_the_settings(warehouse):
    warehouse.name(ACCOUNT, SOAP)
    show(warehouse, an_order("7"), an_order("7", account="us-soap"))
    assert groups(warehouse) == {"profile:us-main:7": ["us-main/7", "us-soap/7"]}
    warehouse.name(SOAP, ACCOUNT)
    warehouse.load(load_id="load-2")
    assert groups(warehouse) == {"profile:us-main:7": ["us-soap/7", "us-main/7"]}
    warehouse.name(replace(SOAP, same_orders_as=None), ACCOUNT)
    warehouse.load(load_id="load-3")
    assert groups(warehouse) == {}


def test_an_account_that_settings_drop_stays_linked_and_counts_last(warehouse):
    warehouse.name(ACCOUNT, SOAP)
    show(warehouse, an_order("7"), an_order("7", account="us-soap"))
    warehouse.name(replace(SOAP, same_orders_as=None))  # settings can name no account that is not there
    warehouse.load(load_id="load-2")
    assert groups(warehouse) == {"profile:us-main:7": ["us-soap/7", "us-main/7"]}
    assert {row["account"]: row["rank"] for row in warehouse.table("accounts")} == {"us-soap": 1, "us-main": None}


def test_a_second_account_links_what_was_loaded_before_it_came(warehouse):
    show(warehouse, an_order("1", marketplace_order_id=AMAZON))
    warehouse.name(ACCOUNT, UNITY)
    show(warehouse, an_order("A", account="unity", marketplace_order_id=AMAZON), load_id="load-2")
    assert groups(warehouse) == {f"amazon:{AMAZON}": ["us-main/1", "unity/A"]}


def test_a_load_that_changes_no_link_writes_none_and_leaves_other_months_published(two):
    old = {"marketplace_order_id": AMAZON, "purchased_at": at(-60 * 24 * 60)}
    show(two, an_order("1", **old), an_order("A", account="unity", **old))
    two.publish()
    report = show(two, an_order("1", updated=1, tags="new", **old), an_order("2"), start=15, load_id="load-2")
    assert "order_links" not in report.rows_written
    show(two, an_order("2", updated=2, tags="newer"), start=30, load_id="load-3")
    (month,) = two.rows("SELECT month FROM internal.dirty_months WHERE family = 'orders' AND month LIKE '2025%'")
    newest = two.rows("SELECT max(sequence) AS newest FROM internal.dirty_months WHERE family = 'orders'")
    found = two.rows(f"SELECT sequence FROM internal.dirty_months WHERE month = '{month['month']}'")
    assert found[0]["sequence"] < newest[0]["newest"]


def test_links_are_published_in_both_forms_with_the_month_of_their_order(two):
    number = {"marketplace_order_id": AMAZON, "purchased_at": at(0)}
    show(two, an_order("1", **number), an_order("A", account="unity", **number))
    report = two.publish()
    assert report.manifest.rows["order_links"] == 2
    assert [file.path for file in report.manifest.files if "order_links" in file.path] == [
        "parquet/order_links/month=2026-03/part-0.parquet"
    ]
    show(two, an_order("A", account="unity", updated=1, **(number | {"total_amount": D(1)})), start=15, load_id="l-2")
    two.publish()
    file = two.published / "parquet/order_links/*/*.parquet"
    assert two.read(
        f"SELECT account, differs_in FROM read_parquet('{file}', hive_partitioning = false) ORDER BY 1"
    ) == [
        ("unity", "total_amount"),
        ("us-main", None),
    ]


@pytest.mark.parametrize("is_published_first", [True, False])
def test_what_a_load_that_died_has_not_linked_is_linked_by_publishing_or_the_next(two, is_published_first):
    def broken_off(step):
        if step == "links":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        show(
            two,
            an_order("1", marketplace_order_id=AMAZON),
            an_order("A", account="unity", marketplace_order_id=AMAZON),
            step=broken_off,
        )
    assert (len(two.table("orders")), groups(two)) == (2, {})
    assert two.table("internal.unlinked_loads") != []
    if is_published_first:
        assert two.publish().manifest.rows["order_links"] == 2
    else:
        two.load(load_id="load-2")
    assert groups(two) == {f"amazon:{AMAZON}": ["us-main/1", "unity/A"]}
    assert two.table("internal.unlinked_loads") == []


BROKEN = {
    "key_once": "INSERT INTO order_links SELECT * FROM order_links WHERE account = 'unity' AND order_id = 'B'",
    "has_parent": "INSERT INTO order_links SELECT * REPLACE ('x' AS order_id, 'ape' AS account) FROM order_links "
    "WHERE account = 'unity' AND order_id = 'B'",
    "not_alone": "DELETE FROM order_links WHERE account = 'unity' AND order_id = 'B'",
    "counted_once": "UPDATE order_links SET is_counted = true WHERE account = 'unity' AND order_id = 'B'",
    "told_once": "UPDATE order_links SET is_refund_source = false WHERE order_id IN ('2', 'B')",
}


@pytest.mark.parametrize("check", BROKEN)
def test_links_that_break_a_rule_are_refused(two, check):
    number = {"marketplace_order_id": "113-0000000-0000002"}
    show(two, an_order("2", **number), an_order("B", account="unity", **number))
    connection = two.writer.connection
    for name in ("links_gone", "links_come"):
        connection.execute(f"CREATE TEMPORARY TABLE {name} AS FROM order_links")
    check_links(connection)
    connection.execute(BROKEN[check])  # behind the load's back
    with pytest.raises(StructureBroken, match=f"order_links fails the check {check}"):
        check_links(connection)


def test_links_belong_to_orders():
    table = BY_NAME["order_links"]
    assert (table.key, table.parent, table.belongs_to_order) == (("account", "order_id"), "orders", True)
