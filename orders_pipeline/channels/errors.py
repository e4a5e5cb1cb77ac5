"""What can go wrong with a hub, named by what to do next. Only names and their wording: nothing here decides or sends.

    HubError
    ├── Retriable          the same read later; `retry_after` seconds where the hub said so
    ├── Rejected           the hub said no, for good: read `status` and `hub_message`, change the request
    │   └── Unauthorized   the credentials: renew the token once, then ask a person
    ├── NotSent            a write of which no byte left: nothing changed, it may be approved again
    ├── Unknown            a write that may have happened: look at the hub before anything else, never send again
    ├── Malformed          this document: quarantine it with its reason, go on with its neighbours
    └── Incomplete         this window: do not move the cursor
        ├── Shifted        orders moved while it was read: read it again at once
        └── ForeignHost    a link leads to a host that is not configured: nothing was sent there; ask a person

`BadSettings` (a person edits a file) stands in `settings`. Text given to these classes is redacted by who raises them.
"""

from typing import ClassVar, Self


class HubError(Exception):
    """One plain sentence of what happened, and where.

    `str()` reads: order 113-1 (account us-main): <what happened> <what to do next> (<redacted URL>)
    hub_codes: the hub's numbers for its reasons, where it gives any.
    """

    next_step: ClassVar[str] = ""
    hub_codes: tuple[int, ...] = ()

    def __init__(
        self,
        sentence: str,
        *,
        account: str | None = None,
        order_id: str | None = None,
        url: str | None = None,
        status: int | None = None,
        hub_message: str | None = None,
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.account = account
        self.order_id = order_id
        self.url = url
        self.status = status
        self.hub_message = hub_message

    def about(self, *, account: str | None = None, order_id: str | None = None, url: str | None = None) -> Self:
        """The same error, with what the layer above knows filled in where it was missing."""
        self.account = self.account or account
        self.order_id = self.order_id or order_id
        self.url = self.url or url
        return self

    def __str__(self) -> str:
        subject = _subject(self.account, self.order_id)
        said = f'The hub says: "{self.hub_message}".' if self.hub_message else ""
        place = f"({self.url})" if self.url else ""
        return subject + " ".join(part for part in (_closed(self.sentence), said, self.next_step, place) if part)


class Retriable(HubError):
    next_step = "Nothing is lost: the same read can be made later."

    def __init__(
        self,
        sentence: str,
        *,
        retry_after: float | None = None,
        account: str | None = None,
        order_id: str | None = None,
        url: str | None = None,
        status: int | None = None,
        hub_message: str | None = None,
    ) -> None:
        super().__init__(sentence, account=account, order_id=order_id, url=url, status=status, hub_message=hub_message)
        self.retry_after = retry_after


class Rejected(HubError):
    next_step = "The same request would be refused again."


class Unauthorized(Rejected):
    next_step = "Check the credentials of the account."


class NotSent(HubError):
    next_step = "No byte of the request left, so nothing has changed at the hub."


class Unknown(HubError):
    next_step = "It may have been applied: look at the hub before anything else."


class Malformed(HubError):
    next_step = "The document is set aside; its neighbours are not affected."


class Incomplete(HubError):
    next_step = "The window does not count as read; the cursor stays."


class Shifted(Incomplete):
    pass


class ForeignHost(Incomplete):
    next_step = "Nothing was sent there; if the hub has moved, a person changes base_url."


def _subject(account: str | None, order_id: str | None) -> str:
    if order_id:
        return f"order {order_id} (account {account}): " if account else f"order {order_id}: "
    return f"account {account}: " if account else ""


def _closed(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
