"""`python -m orders_pipeline_tests.story.whole --home HOME --told FOLDER`: everything that people do with the demo.

The demo, twice; what there is to be read afterwards; a file in the inbox; hubs that fail. Each command's words are
kept in files of their own, for the tests of this folder.
"""

import argparse
import contextlib
import json
import os
import time
from pathlib import Path

from orders_pipeline_tests.story.planted import SPOILED, plant

CUT = {"name": "cut_body", "probability": 1.0, "path": "/v1/Orders", "options": {"variant": "truncated_json"}}
KEYS = ("parcel-7001", "cancel-7003", "rma-7007", "rma-7008", "cancel-7009")
INBOX = (
    "action,account,order_id,key,sku,quantity,reason\n"
    "refund,us-main,20900006,rma-7100,PEN;BLK,1,customer_returned_item\n"
    "refund,us-main,20900006,rma-7101,PEN;BLK,9,customer_returned_item\n"
    "refund,us-main,20900006,rma-7102,PEN;BLK,minus,customer_returned_item\n"
)


class Teller:
    """Runs commands of the command line in this process, and keeps what they say and how they end."""

    def __init__(self, home: Path, told: Path) -> None:
        self.home, self.told, self.codes = home, told, {}

    def __call__(self, name: str, *args: str) -> None:
        from orders_pipeline.cli import app

        with (
            (self.told / f"{name}.out").open("w") as out,
            (self.told / f"{name}.err").open("w") as err,
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            try:
                app(["--home", str(self.home), *args])
            except SystemExit as end:
                self.codes[name] = end.code or 0

    def run(self, name: str, job: str, **ops: object) -> None:
        """A run of Dagster, as the demo starts them."""
        from orders_pipeline.defs.everything import definitions_of
        from orders_pipeline.defs.in_process import run
        from orders_pipeline.defs.instance import opened
        from orders_pipeline.settings import Home, load_settings

        home = Home.at(self.home)
        lines: list[str] = []
        with opened(home) as instance:
            ran = run(definitions_of(home, load_settings(home.accounts_file)), job, instance, lines.append, ops)
        (self.told / f"{name}.out").write_text("\n".join([*lines, str(ran)]))
        self.codes[name] = 0 if ran.succeeded else 1


def main(home: Path, told: Path) -> None:
    from orders_pipeline.flows import sandbox_process
    from orders_pipeline.flows.demo import demo_world
    from orders_pipeline.flows.story.control import Control
    from orders_pipeline.settings import Home

    sandbox_process.MODULE = "orders_pipeline_tests.story.sandbox"
    say, at = Teller(home, told), Home.at(home)
    with demo_world(at, lend=True) as sandbox:
        control = Control(sandbox.url)
        control._asked("POST", "faults", {"spoil": {str(SPOILED): ["item_amount_seven_decimals"]}})
        say("demo", "demo")
        say("again", "demo", "--json")
        (told / "ledger.json").write_text(json.dumps(control._asked("GET", "ledger")))
        read_everything(say)
        put(at.inbox / "actions.csv", INBOX)
        say.run("inbox", "take_inbox")
        say("approve", "actions", "approve", "rma-7100", "--why", "a return came in")
        control._asked("POST", "faults", {"faults": [{"name": "write_html", "nth": [1], "options": {"when": "after"}}]})
        say("apply", "--debug", "actions", "apply")
        fail(say, control)
    say("gone", "--debug", "refund", "eu-main", "20900004", "--key", "rma-7103", "--sku", "LAMP-LED-12W=1")
    (told / "codes.json").write_text(json.dumps(say.codes))


def read_everything(say: Teller) -> None:
    for key in KEYS:
        say(f"status {key}", "actions", "status", key)
    for name, *args in (
        ("status", "actions", "status", "--all"),
        ("status as JSON", "actions", "status", "--all", "--json"),
        ("doubts", "actions", "doubts"),
        ("reconcile", "actions", "reconcile"),
        ("doctor", "doctor"),
        ("quarantine", "quarantine", "list"),
        ("quarantine as JSON", "quarantine", "list", "--json"),
        ("ask", "ask", "hub_disagreements", "--json"),
    ):
        say(name, *args)


def fail(say: Teller, control) -> None:
    """Answers that are no orders, pages that end in the middle, a token that is refused."""
    control._asked("POST", "clock", {"advance_seconds": 3600})
    control._asked("POST", "faults", {"faults": [CUT]})
    say("cut", "--debug", "extract", "us-main")
    control._asked("DELETE", "faults", {"names": ["cut_body"]})
    for account, order in (("us-main", str(SPOILED)), ("cu/304731", "SHOP-7")):
        name = f"spoilt {account.partition('/')[0]}"
        say(name, "--debug", "refund", account, order, "--key", "rma-7105", "--sku", "PEN;BLK=1")
    kept = dict(os.environ)
    os.environ["ORDERS_SANDBOX_SHARED_SECRET"] += "x"
    os.environ["ORDERS_SANDBOX_SOAP_PASSWORD"] += "x"
    os.environ["ORDERS_SANDBOX_CHANNELUNITY_PASSWORD"] += "x"
    os.environ["ORDERS_SANDBOX_CHANNELAPE_TOKEN"] = kept["ORDERS_SANDBOX_CHANNELAPE_TOKEN"][:-1] + "4"
    say("refused", "--debug", "extract")
    say.run("refused in Dagster", "read_us_soap")
    say("not planned", "--debug", "refund", "eu-main", "20900004", "--key", "rma-7104", "--sku", "LAMP-LED-12W=1")
    os.environ.update(kept)


def put(file: Path, text: str) -> None:
    """As if it had been there for a while: nobody writes to it any more."""
    file.write_text(text)
    before = time.time() - 60
    os.utime(file, (before, before))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--told", type=Path, required=True)
    given = parser.parse_args()
    plant()
    main(given.home, given.told)
