"""Rejects that a person has closed: nobody can mend them, or nobody needs to. The reject itself stays as it is.

Written to the landing by who dismisses, so that a warehouse that is built anew knows them; to the table at once.
"""

from datetime import datetime
from typing import Annotated

from orders_pipeline.model.columns import Record, key, says
from orders_pipeline.model.records.lineage import WINDOW


class Dismissal(Record, frozen=True, kw_only=True):
    """A reject that counts as open no more, though no good version of the order was taken over."""

    account: Annotated[str, key("Account of accounts.toml")]
    window_id: Annotated[str, key(WINDOW)]
    page_number: Annotated[int, key("Page that shows it, as in rejects")]
    position: Annotated[int, key("Place on the page, from 1, as in rejects")]
    dismissed_at: Annotated[datetime, says("When it was dismissed, by our clock")]
    dismissed_by: Annotated[str, says("Who did it: the name that was given, else that of the user of the machine")]
    why: Annotated[str, says("Why, in the words of who did it")]
