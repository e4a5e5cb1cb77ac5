"""An alert as a JSON POST, by the one door for requests: one attempt, one host, no redirect, no wait of minutes.

The address is a secret: whoever knows it can write in our name. It stands in no message.
"""

from pathlib import Path
from urllib.parse import urlsplit

from orders_pipeline.channels.budget import Budget, Pace, Slots
from orders_pipeline.channels.errors import HubError, NotSent
from orders_pipeline.channels.http import HubSession
from orders_pipeline.settings import Secret

TIMEOUTS = (5.0, 10.0)
DEADLINE = 15.0
PATIENCE = 5.0  # seconds for a turn: alerts do not queue
KEY = "alerts"
A_MINUTE = 30
LARGEST_ANSWER = 64 * 1024
HEADERS = {"Content-Type": "application/json"}


def post(address: Secret, body: bytes, budgets: Path) -> str | None:
    """None where it was taken; else why not, without the address."""
    url = urlsplit(address.reveal())
    budget = Budget(Slots(budgets, KEY, 2), Pace(budgets, KEY, A_MINUTE), patience=PATIENCE)
    path = f"{url.path or '/'}?{url.query}" if url.query else url.path or "/"
    try:
        with HubSession(
            f"{url.scheme}://{url.netloc}",
            budget,
            timeouts=TIMEOUTS,
            deadline=DEADLINE,
            max_body_bytes=LARGEST_ANSWER,
        ) as session:
            answer = session.send_once("POST", path, body, HEADERS)
    except NotSent:
        return "the webhook could not be reached"
    except HubError:
        return "the webhook gave no answer that can be read"
    return None if 200 <= answer.status <= 299 else f"the webhook answered with status {answer.status}"
