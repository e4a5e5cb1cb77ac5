"""The proofs that the landing keeps as rows for their table, those that are not there yet."""

from collections.abc import Iterator, Sequence, Set
from datetime import datetime

from orders_pipeline.landing import proofs as evidence
from orders_pipeline.landing.account import AccountLanding
from orders_pipeline.landing.bodies import Damaged
from orders_pipeline.model.records.proofs import Proof
from orders_pipeline.settings import Home


def waiting_proofs(
    home: Home, accounts: Sequence[str], held: Set[tuple[str, datetime]], damaged: list[str]
) -> Iterator[Proof]:
    """Of runs that are not in `held`, as (account, proved_at). A damaged file is left out, and said in `damaged`."""
    for account in accounts:
        folder = AccountLanding(home.landing, account).folder
        for proved_at in evidence.kept(folder):
            if (account, proved_at) in held:
                continue
            try:
                run = evidence.read(folder, proved_at)
            except Damaged as error:
                damaged.append(f"account {account}: {error}")
                continue
            yield from (finding.proof for finding in run.findings)
