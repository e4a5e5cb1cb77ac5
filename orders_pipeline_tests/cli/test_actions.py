"""Actions on the command line: asking sends nothing, applying sends once, every end has its code and next command."""

import json

import pytest

from orders_pipeline.actions.policy.catalogue import CATALOGUE
from orders_pipeline_tests.acting import a_published_home, acting_on


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    with a_published_home(tmp_path_factory.mktemp("home")) as pipeline:
        yield pipeline


@pytest.fixture
def acting(made, tmp_path, monkeypatch, call):
    for variable, value in made.environ.items():
        monkeypatch.setenv(variable, value)
    with acting_on(made, tmp_path) as on:
        yield on


@pytest.fixture
def refund(acting, call):
    """`refund("--key", "rma-1")`: of one unit of a line; `place`: of another order."""

    def asked(*options, place=0):
        line = acting.lines[place]
        return call("refund", "us", line["order_id"], "--line", f"{line['item_id']}=1", *options)

    return asked


def approved(call, refund, key="rma-1", place=0):
    plan = refund("--key", key, "--json", place=place).told
    return call("actions", "approve", key, "--plan-hash", plan["plan_hash"][:16], "--why", "return received")


def test_asking_shows_what_would_be_sent_what_it_does_to_the_money_and_the_traps_and_sends_nothing(acting, refund):
    told = refund("--key", "rma-1", "--reason", "customer_returned_item")
    assert told.code == 0
    assert "planned, waits for an approval" in told.out
    assert "Authorization: Bearer ⟦access_token⟧" in told.out
    assert '"RefundOnly":true' in told.out
    assert "returns " in told.out
    assert "avoided REST-OMITTED-AMOUNTS" in told.out
    assert "orders-pipeline actions approve rma-1 --account us --plan-hash" in told.out
    assert acting.script.reached == []


def test_the_whole_life_of_a_refund(acting, call, refund):
    agreed = approved(call, refund)
    assert "To send it: orders-pipeline actions apply us" in agreed.out
    sent = call("actions", "apply")
    assert (sent.code, "1 request sent and taken, 0 not." in sent.out) == (0, True)
    assert "orders-pipeline actions look" in sent.out
    seen = call("actions", "look")
    assert (seen.code, "settled: it is there" in seen.err) == (0, True)
    status = call("actions", "status", "rma-1")
    for event in ("plan → planned", "approve → approved", "begin → sending", "answered_ok → accepted", "→ settled"):
        assert event in status.out
    assert "return received" in status.out
    assert "0 actions" in call("actions", "status").out
    assert "1 action\n" in call("actions", "status", "--all").out
    assert len(acting.script.reached) == 1


def test_a_lost_answer_is_a_doubt_with_its_next_command_and_resolved_with_evidence(acting, call, refund):
    approved(call, refund)
    acting.script.fates, acting.script.shows = ["lost"], False
    sent = call("actions", "apply", "--json")
    assert (sent.code, sent.told["sent"][0]["state"]) == (1, "unknown")
    doubts = call("actions", "doubts")
    assert doubts.code == 1
    assert "unknown for less than a minute" in doubts.out
    assert "at stake" in doubts.out
    assert "→ orders-pipeline actions look" in doubts.out
    assert call("actions", "apply").code == 0, "nothing more is sent"
    assert len(acting.script.reached) == 1
    resolve = ("actions", "resolve", "rma-1", "--step", "1", "--happened", "--why", "seen")
    assert call(*resolve, "--evidence", " ").code == 2
    assert call(*resolve, "--evidence", "payment page", "--json").told["steps"][0]["state"] == "settled"
    assert call("actions", "doubts").out == "Nothing is in doubt.\n"


def test_a_refusal_names_its_trap_ends_with_1_and_writes_nothing_but_itself(acting, call, refund):
    told = refund("--key", "rma-1", "--currency", "GBP")
    assert (told.code, "refused by OTHER-CURRENCY: The order" in told.out, "Nothing was sent." in told.out) == (
        1,
        True,
        True,
    )
    as_json = refund("--key", "rma-1", "--currency", "GBP", "--json")
    assert (as_json.code, as_json.told["became"], as_json.told["trap"]) == (1, "refused", "OTHER-CURRENCY")
    assert call("actions", "status", "--all", "--json").told["actions"] == []


BAD = [
    (["refund", "us", "1", "--key", "k", "--line", "7=1,000"], 2, "separators between thousands"),
    (["refund", "us", "1", "--key", "k", "--line", "7=0"], 2, "is zero"),
    (["refund", "us", "1", "--key", "k", "--amount", "shipping=1.234", "--currency", "USD"], 2, "too many digits"),
    (["ship", "us", "1", "--key", "k", "--shipped-at", "2026-09-01T10:00"], 2, "does not say its offset"),
    (["refund", "us", "1"], 2, "--key"),
    (["refund", "uk", "1", "--key", "k"], 2, "has no account 'uk'"),
    (["cancel", "us", "999999", "--key", "k"], 1, "the hub has no order 999999"),
    (["actions", "plan", "rma-9"], 2, "no account has an action rma-9"),
    (["actions", "approve", "rma-9", "--why", "x"], 2, "no account has an action rma-9"),
    (["actions", "apply", "uk"], 2, "has no account 'uk'"),
    (["actions", "import", "nowhere.csv"], 1, "nowhere.csv"),
    (["actions", "traps", "--channel", "shopify"], 2, "is none of"),
    (["actions", "stop", "--why", ""], 2, "--why is empty"),
]


@pytest.mark.parametrize(("args", "code", "words"), BAD, ids=[" ".join(args) for args, *_ in BAD])
def test_what_is_wrong_ends_in_words_and_with_its_code(acting, call, args, code, words):
    told = call(*args)
    assert (told.code, words in told.err + told.out) == (code, True), told.err + told.out
    assert acting.script.reached == []


def test_an_unknown_line_is_refused_and_the_lines_that_there_are_are_named(acting, call):
    line = acting.lines[0]
    told = call("refund", "us", line["order_id"], "--key", "k", "--line", "7=1")
    assert (told.code, f"the order has no line 7; it has {line['item_id']}" in told.out) == (1, True)


def test_a_plan_of_another_hash_is_not_approved(call, refund):
    refund("--key", "rma-1")
    told = call("actions", "approve", "rma-1", "--plan-hash", "0" * 16, "--why", "x")
    assert (told.code, "Look at it again: orders-pipeline actions plan rma-1 --account us" in told.err) == (1, True)
    assert call("actions", "plan", "rma-1", "--json").told["became"] == "held"


def test_the_kill_switch_stops_what_is_approved_until_go(acting, call, refund):
    approved(call, refund)
    assert 'orders-pipeline actions go --why "WHY"' in call("actions", "stop", "--why", "wrong prices").out
    stopped = call("actions", "apply")
    assert (stopped.code, "wrong prices" in stopped.err, acting.script.reached) == (1, True, [])
    assert "Stopped: sending was stopped by" in call("actions", "status").out
    assert call("actions", "go", "--why", "mended", "--json").told == {"is_stopped": False, "why": None}
    assert call("actions", "apply").code == 0
    assert len(acting.script.reached) == 1


def test_an_account_in_dry_run_says_so_and_sends_nothing(acting, call, refund):
    approved(call, refund)
    file = acting.home.accounts_file
    file.write_text(file.read_text().replace('write_back = "on"', 'write_back = "dry_run"'))
    told = call("actions", "apply")
    assert (told.code, "account us is in dry run: 1 approved action waits" in told.err) == (0, True)
    assert acting.script.reached == []


def test_what_was_not_sent_is_withdrawn(call, refund):
    refund("--key", "rma-1")
    assert call("actions", "withdraw", "rma-1", "--why", "kept", "--json").told["steps"][0]["state"] == "withdrawn"
    assert call("actions", "withdraw", "rma-1", "--why", "kept").code == 1


def test_a_file_is_checked_without_a_hub_and_imported_with_its_mistakes_told(acting, call, tmp_path):
    rows = ["action,account,order_id,key,item_id,quantity"]
    rows += [f"refund,us,{acting.lines[n]['order_id']},rma-{n},{acting.lines[n]['item_id']},1" for n in range(2)]
    file = tmp_path / "actions.csv"
    file.write_text("\n".join([*rows, "refund,us,1,rma-3,7,1E+05"]))
    check = call("actions", "import", file, "--check", "--json")
    assert (check.code, check.told["actions"], check.told["mistakes"][0]["row"]) == (1, 2, 4)
    assert call("actions", "status", "--json").told["actions"] == []
    told = call("actions", "import", file)
    assert told.code == 1
    assert "row 4: quantity was shortened by a spreadsheet" in told.out
    assert "row 2: rma-0: planned, waits for an approval" in told.out
    assert "orders-pipeline actions status KEY" in told.out
    assert "orders-pipeline actions approve rma-0 --account us --plan-hash" in call("actions", "status", "rma-0").out
    assert len(call("actions", "status", "--json").told["actions"]) == 2


def test_the_template_is_imported_without_a_mistake(acting, call, tmp_path):
    file = tmp_path / "template.csv"
    file.write_text(call("actions", "template").out.replace("us-main", "us"))
    assert call("actions", "import", file, "--check").code == 0
    assert {"name", "meaning", "is_required"} == set(call("actions", "template", "--json").told["columns"][0])


def test_every_trap_is_listed_with_its_sentence_and_source(call):
    rows = call("actions", "traps", "--json").told["traps"]
    assert [row["id"] for row in rows] == [trap.id for trap in CATALOGUE]
    assert all(row["sentence"] and row["source"] and row["effect"] in ("refused", "rewritten") for row in rows)
    of_one = call("actions", "traps", "--channel", "channelape", "--json").told["traps"]
    assert all(not row["channels"] or "channelape" in row["channels"] for row in of_one)


def test_reconciling_ends_with_1_where_something_differs(acting, call):
    assert call("actions", "reconcile", "--days", "1").code == 0
    told = call("actions", "reconcile", "--days", "300", "--json")
    assert (told.code, {one["kind"] for one in told.told["differences"]}) == (1, {"not_asked_for"})


def test_no_secret_is_in_any_output(acting, call, refund):
    approved(call, refund)
    call("actions", "apply")
    said = "".join(
        one.out + one.err
        for one in (
            refund("--key", "rma-1"),
            refund("--key", "rma-1", "--json"),
            call("actions", "status", "rma-1"),
            call("actions", "status", "rma-1", "--json"),
            call("actions", "doubts"),
        )
    )
    assert said
    assert [value for value in acting.pipeline.environ.values() if value in said] == []
    assert json.dumps(said)


def test_what_is_in_doubt_is_not_counted_as_not_sent(acting, call, refund):
    approved(call, refund)
    acting.script.fates = ["lost"]
    told = call("actions", "apply")
    assert "0 requests sent and taken, 1 in doubt, 0 not. In doubt: orders-pipeline actions doubts" in " ".join(
        told.out.split()
    )
