"""`inspect` over every committed sample of every channel: each row to the last digit, as it stands beside this file."""

import json
import re
import shlex
from decimal import Decimal

import pytest
from typer.testing import CliRunner

from orders_pipeline.channels.registry import DIALECTS
from orders_pipeline.cli import app
from orders_pipeline_tests.inspected.said import FILES, GOLDEN, ROOT, SAMPLES, golden, inspected

PROSE = {page.name: page.read_text("utf-8") for page in (ROOT / "README.md", *(ROOT / "docs/channels").glob("*.md"))}
NO_PAGES = {"channelunity/order-notification.xml", "channelunity/validate-user.xml"}


def rows(name, table):
    lines = map(json.loads, inspected(name).out.splitlines())
    return [line["row"] for line in lines if line["table"] == table]


@pytest.mark.parametrize("name", FILES)
def test_a_sample_becomes_the_rows_that_stand_beside_this_test(name):
    said = inspected(name)
    assert said.out + said.err == golden(name).read_text("utf-8"), (
        "if it shall change: make docs, and look at every difference"
    )
    assert (said.code, bool(said.out), bool(said.err)) == ((1, False, True) if name in NO_PAGES else (0, True, False))


def test_every_channel_has_samples_and_no_golden_file_is_left_over():
    assert {name.partition("/")[0] for name in FILES} == set(DIALECTS) == {path.name for path in SAMPLES.iterdir()}
    held = {path.relative_to(GOLDEN).as_posix().removesuffix(".txt") for path in GOLDEN.rglob("*.txt")}
    assert held == set(FILES)


def test_no_sample_of_orders_loses_one():
    assert [name for name in FILES if rows(name, "rejects")] == []
    assert {name for name in FILES if not rows(name, "orders")} == NO_PAGES


def test_the_documented_order_of_channelunity_has_one_item_for_24_99_and_is_complete():
    (order,), (item,) = (rows("channelunity/orders.xml", table) for table in ("orders", "order_items"))
    assert order["order_id"] == item["order_id"] == "122-11124242-133"
    assert (order["order_status"], order["channel_order_status"]) == ("shipped", "Complete")
    assert (item["sku"], item["quantity"], item["currency"]) == ("BWODF10181", "1.000", "USD")
    assert Decimal(item["unit_price_amount"]) == Decimal(order["total_amount"]) == Decimal("24.99")


def test_the_answers_to_refunds_become_refunds_that_are_asked_for_and_not_yet_made():
    (of_order,) = rows("channeladvisor_soap/refund_of_order.xml", "refunds")
    assert (of_order["status"], "total_amount" in of_order) == ("pending", False)
    assert [one["status"] for one in rows("channeladvisor_soap/refund_of_lines.xml", "refunds")] == [
        "pending",
        "rejected",
    ]


EXAMPLES = [
    (page, command, shown)
    for page, text in PROSE.items()
    for command, shown in re.findall(r"^orders-pipeline (inspect [^\n]+)\n```\n+```\n(.*?)^```$", text, re.M | re.S)
]


@pytest.mark.parametrize(("page", "command", "shown"), EXAMPLES, ids=lambda value: value.partition("\n")[0][:60])
def test_an_example_in_the_documents_prints_what_stands_below_it(monkeypatch, page, command, shown):
    monkeypatch.chdir(ROOT)
    said = CliRunner().invoke(app, shlex.split(command))
    assert (said.exit_code, said.stdout) == (0, shown)


def test_there_are_examples_of_every_channel():
    assert {shlex.split(command)[1] for _, command, _ in EXAMPLES} == set(DIALECTS)
