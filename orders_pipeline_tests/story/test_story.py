"""The demo's story: what it shows on the command line and in the published file is what the sandbox really did."""

import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

from orders_pipeline.settings import load_settings

D = Decimal
SENT = ("parcel-7001", "parcel-7002", "cancel-7003", "rma-7004", "rma-7005", "rma-7006", "rma-7007", "rma-7008")


def test_the_demo_ends_well_and_says_that_ledger_and_journal_agree(whole):
    assert whole.codes["demo"] == 0, whole.err("demo")[-2000:]
    assert "8 requests reached the hubs now, 8 in all" in whole.out("demo")
    assert "how often, agrees with the journal." in whole.out("demo")


def test_the_demo_shows_rows_answers_and_where_to_go_on(whole):
    out, err, home = whole.out("demo"), whole.err("demo"), whole.home
    for words in ("order_items", "Which goods come back most?", "orders.duckdb", "snapshot 1"):
        assert words in out
    assert re.search(r"^ orders +\d+ +\d+ +\d+ +\d+ +\d+ +\d+ $", out, re.MULTILINE), "rows by account, and of all"
    assert re.search(
        r"^5 accounts show \d+ orders, and \d+ are counted: 46 of these are seen by several", out, re.MULTILINE
    )
    assert re.search(r"^ us-soap +us-main +\d+ +\d+ +\d+ +0 $", out, re.MULTILINE), "whether hubs agree"
    for words in ("ask hub_disagreements", "actions status rma-7007", "actions doubts", "dev"):
        assert re.search(rf"^  \S*orders-pipeline --home {home.root} {words}$", out, re.MULTILINE), words
    assert all(f"read_{name}: done in" in err for name in ("us_main", "eu_main", "us_soap", "cu", "ape"))
    assert load_settings(home.accounts_file).account("us-main").time_zone == "America/New_York"
    assert not (home.sandbox / "process.pid").exists()


def test_the_query_that_the_demo_shows_is_answered_by_the_published_file(whole):
    (sql,) = re.findall(r'^  duckdb \S+/orders\.duckdb "(.+)"$', whole.out("demo"), re.MULTILINE)
    assert [(row["action_key"], row["state"]) for row in whole.query(sql)] == [
        (key, "parked" if key == "rma-7008" else "settled") for key in sorted(SENT)
    ]


SCENES = """
    two parcels        parcel-7001   ship     settled
                       parcel-7002   ship     settled
    a line canceled    cancel-7003   cancel   settled   25.62 USD   25.62 USD
    three refunds      rma-7004      refund   settled   19.52 USD   19.52 USD
                       rma-7005      refund   settled   19.50 USD   19.50 USD
                       rma-7006      refund   settled   19.52 USD   19.52 USD
    lost, then found   rma-7007      refund   settled   24.99 EUR   24.99 EUR
    lost for good      rma-7008      refund   parked    11.91 USD
    a trap             cancel-7009   cancel   refused
"""


def test_six_scenes_stand_in_a_table_with_key_state_and_money(whole):
    told = [" ".join(line.split()) for line in whole.out("demo").splitlines()]
    assert [line for line in SCENES.strip().splitlines() if " ".join(line.split()) not in told] == []


def test_an_order_leaves_in_two_parcels_with_a_tracking_number_each(whole):
    parcels = whole.query(
        "SELECT tracking_number, delivery_status FROM fulfillments WHERE account = 'us-main' AND order_id = '20900001' "
        "ORDER BY tracking_number"
    )
    assert [row["tracking_number"] for row in parcels] == ["1Z999AA10170010001", "1Z999AA10170020002"]
    assert [
        row["order_status"] for row in whole.query("SELECT order_status FROM orders WHERE order_id = '20900001'")
    ] == ["shipped"] * 2, "of REST and of SOAP"


def test_the_three_refunds_of_the_seeds_order_return_exactly_what_was_paid(whole):
    parts = whole.query(
        "SELECT action_key, item_amount, tax_amount, shipping_amount, shipping_tax_amount FROM actions "
        "WHERE order_id = '20900003' ORDER BY action_key"
    )
    first, *_ = parts
    assert tuple(first.values()) == ("rma-7004", D("14.95"), D("1.20"), D("3.32"), D("0.05"))
    sums = [sum(row[name] for row in parts) for name in list(first)[1:]]
    assert sums == [D("44.85"), D("3.59"), D("9.95"), D("0.15")]
    assert "in all 44.85 + 3.59 + 9.95 + 0.15, exactly what was paid" in whole.out("demo")


def test_the_refund_whose_answer_was_lost_is_settled_by_what_the_hub_shows(whole):
    events = re.findall(r"step 1 (\w+) →", whole.out("status rma-7007"))
    assert events == ["plan", "approve", "begin", "in_doubt", "seen_done"]
    (row,) = whole.query("SELECT * FROM action_effects WHERE action_key = 'rma-7007'")
    assert (row["state"], row["asked_amount"], row["shown_amount"]) == ("settled", D("24.99"), D("24.99"))
    assert "rma-7007 got no answer, and is settled by what the hub shows" in whole.out("demo")


def test_the_refund_at_the_blind_hub_is_parked_though_it_was_applied_and_a_person_is_told_what_to_type(whole):
    (row,) = whole.query("SELECT state, has_been_in_doubt FROM actions WHERE action_key = 'rma-7008'")
    assert row == {"state": "parked", "has_been_in_doubt": True}
    assert [entry["order_id"] for entry in whole.ledger if entry["dialect"] == "channelunity"] == [20900005]
    assert whole.codes["doubts"] == 1
    assert "11.91 USD at stake" in whole.out("doubts")
    assert "→ orders-pipeline actions resolve rma-7008 --account cu/304731 --step 1 --happened" in whole.out("doubts")


def test_the_refusal_names_its_trap_and_is_published(whole):
    refused = whole.query("SELECT trap, step_number FROM action_events WHERE action_key = 'cancel-7009'")
    assert refused == [{"trap": "PARTIAL-PRICE-CANCEL", "step_number": None}] * 2, "once in each demo"
    assert whole.query("SELECT 1 FROM actions WHERE action_key = 'cancel-7009'") == []
    assert "cancel-7009 (account us-main): refused, and nothing was sent" in whole.out("status cancel-7009")
    assert whole.out("status cancel-7009").count("[PARTIAL-PRICE-CANCEL]") == 2
    assert "cancel-7009 was refused by PARTIAL-PRICE-CANCEL, and nothing was sent: Before shipment" in whole.out("demo")


def test_every_action_stands_on_the_command_line_and_in_the_published_file(whole):
    stands = {one["key"]: one["steps"][0]["state"] for one in json.loads(whole.out("status as JSON"))["actions"]}
    published = {row["action_key"]: row["state"] for row in whole.query("SELECT action_key, state FROM actions")}
    assert stands == published
    assert set(stands) == set(SENT)


def test_the_sandbox_applied_each_of_them_once(whole):
    applied = Counter(
        effect.get("seller_id") or effect["kind"] for entry in whole.ledger for effect in entry["effects"]
    )
    assert applied == dict.fromkeys((*SENT[:-1], "refund"), 1), "at ChannelUnity without an id of ours"


def test_a_second_demo_asks_for_the_same_keys_and_sends_nothing(whole):
    assert whole.codes["again"] == 0, whole.err("again")[-2000:]
    story = whole.again["story"]
    assert (story["sent"], story["there"], story["differences"]) == (0, 8, [])
    assert story["held"] == list(SENT)
    assert whole.again["changed"]["received"] == 0, "and nothing new stood at any hub"
    assert "apply_actions" not in whole.err("again"), "no run had anything to send"


def test_runs_of_the_story_are_kept_for_the_ui(whole):
    from orders_pipeline.defs.instance import opened

    with opened(whole.home) as instance:
        names = Counter(run.job_name for run in instance.get_runs())
    assert (names["apply_actions"], names["look_up_actions"]) == (3, 3)
    assert names["plan_actions"] == 4, "three rounds, and the second demo"


def test_the_readme_shows_the_story_as_it_is_told(whole):
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    shown, told = (
        [line.rstrip() for line in text[text.index("What was asked of the hubs") :].split("To go on:")[0].splitlines()]
        for text in (readme, whole.out("demo"))
    )
    assert shown == told
    assert "8 actions were asked for before this demo: the same key is the same action" in readme


def test_a_subscription_is_asked_by_its_own_name_on_the_command_line(whole):
    assert "of order SHOP-7 (account cu/304731): not planned. order SHOP-7" in whole.out("spoilt cu")
