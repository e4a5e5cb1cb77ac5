"""The landed page that a row of `rejects` or `pages` speaks of, with what completes it, found again in the landing.

What is not there any more, or not as it was, is said in a sentence; nothing is fetched anew.
"""

from collections.abc import Sequence
from functools import cache

import msgspec

from orders_pipeline.channels.base import Body
from orders_pipeline.flows.incoming import body_of, grouped
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.landing.bodies import Bodies, Damaged
from orders_pipeline.landing.listing import listed, window_of
from orders_pipeline.landing.manifest import Manifest, Purpose
from orders_pipeline.model.records.lineage import Page
from orders_pipeline.settings import Home


class LandedPage(msgspec.Struct, frozen=True):
    """A page of orders and the bodies that were landed after it to complete its orders."""

    bodies: Bodies
    page: Page
    more: Sequence[Page]

    def read(self) -> tuple[Body, list[Body]]:
        """Raises Damaged: a body is not what it was."""
        return body_of(self.bodies, self.page), [body_of(self.bodies, one) for one in self.more]


class Landed:
    """The landing of a home, looked up by what the warehouse calls its windows; each manifest is opened once."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self.manifest = cache(self._manifest)

    def bodies(self, account: str) -> Bodies:
        return AccountLanding(self._home.landing, account).bodies

    def page(self, account: str, window_id: str, page_number: int, sha256: str) -> LandedPage:
        """Raises Damaged: the window or its page is not there, or is not the one that was loaded."""
        for page, more in grouped(self.manifest(account, window_id).pages):
            if (page.page_number, page.sha256) == (page_number, sha256):
                return LandedPage(self.bodies(account), page, more)
        raise Damaged(
            f"account {account}, window {window_id}: it was read anew since it was loaded, and its page {page_number} "
            "is not the one of then"
        )

    def _manifest(self, account: str, window_id: str) -> Manifest:
        purpose, _, name = window_id.partition("/")
        landing = AccountLanding(self._home.landing, account)
        if purpose not in set(Purpose) or name not in listed(landing.folder, Purpose(purpose)):
            raise Damaged(f"account {account}, window {window_id}: it is not in the landing any more")
        return landing.manifest(Purpose(purpose), window_of(name))
