"""What is told: plain words of our own, without secrets, addresses or orders' contents. Data and its two renderings."""

from datetime import datetime

import msgspec

ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})  # as Slack asks; else a hub's words could call people


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """`what` is the headline; `sentence` says what happened, in the words of an error that we know by name.

    account, step, run_id, link: where there are any. next: the next command.
    """

    what: str
    sentence: str
    next: str
    at: datetime
    account: str | None = None
    job: str | None = None
    step: str | None = None
    run_id: str | None = None
    link: str | None = None


def as_text(alert: Alert) -> str:
    """For people: the headline in the first line, what to do in the last."""
    account = f" (account {alert.account})" if alert.account else ""
    lines = [f"{alert.what}{account}", alert.sentence, f"→ {alert.next}", alert.link or ""]
    return "\n".join(line for line in lines if line)


def as_json(alert: Alert) -> bytes:
    """For a webhook: every field, and `text`, which Slack, Mattermost and their kin show."""
    return msgspec.json.encode(
        {"text": as_text(alert).translate(ESCAPED), **msgspec.structs.asdict(alert), "source": "orders-pipeline"}
    )
