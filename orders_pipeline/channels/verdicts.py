"""What the outcome of one attempt of a read means: the error to raise, and whether another attempt may mend it. Pure.

Statuses of writes are judged by each dialect's `writeback`, never here.
"""

from dataclasses import dataclass

from orders_pipeline.channels.complaints import codes_of, message_of
from orders_pipeline.channels.errors import HubError, Incomplete, Rejected, Retriable, Unauthorized
from orders_pipeline.channels.failures import LATER, RETRIED, Failure
from orders_pipeline.channels.redaction import Redactor
from orders_pipeline.channels.responses import Response
from orders_pipeline.channels.retries import is_retried, retry_after_of

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PART_OF_IT = 206  # nobody asked for a range: half a page is no page


@dataclass(frozen=True, slots=True)
class Verdict:
    """retry_after: seconds that the hub asked for, None where it did not."""

    error: HubError
    is_retried: bool
    retry_after: float | None = None


def is_whole(status: int) -> bool:
    return 200 <= status <= 299 and status != PART_OF_IT


def on_failure(failure: Failure, method: str) -> Verdict:
    """For an attempt that brought no whole answer."""
    sentence = f"{method}: {failure.sentence}"
    if failure.kind not in LATER:
        return Verdict(Incomplete(sentence, status=failure.status), False)
    error = Retriable(sentence, retry_after=failure.retry_after, status=failure.status)
    return Verdict(error, failure.kind in RETRIED)


def on_answer(answer: Response, method: str, redactor: Redactor) -> Verdict:
    """For an answer that is not whole; redirects that may be followed are none of these."""
    verdict = _on_status(answer, method, redactor)
    verdict.error.hub_codes = codes_of(answer.body)
    return verdict


def _on_status(answer: Response, method: str, redactor: Redactor) -> Verdict:
    status, said = answer.status, message_of(answer.body, redactor)
    sentence = f"{method} was answered with status {status}"
    if is_retried(status):
        asked = retry_after_of(answer.headers, answer.received_at)
        return Verdict(Retriable(sentence, retry_after=asked, status=status, hub_message=said), True, asked)
    if status == 401:
        return Verdict(Unauthorized(sentence, status=status, hub_message=said), False)
    if 400 <= status <= 499:
        return Verdict(Rejected(sentence, status=status, hub_message=said), False)
    return Verdict(Incomplete(f"{sentence}, which is no page", status=status, hub_message=said), False)
