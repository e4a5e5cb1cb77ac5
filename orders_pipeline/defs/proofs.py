"""The second proof of each account: a check on its landing, run every day by a job of its own."""

from collections.abc import Iterator, Sequence

import dagster as dg

from orders_pipeline.defs.failures import KNOWN, plain_failures
from orders_pipeline.defs.jobs import account_tags
from orders_pipeline.defs.names import plain, proof_key, prove_job_name
from orders_pipeline.defs.runs import in_progress, is_proven, of_any
from orders_pipeline.flows.proof.run import ProofFailed, ProofReport, prove
from orders_pipeline.flows.subscriptions import raise_all, relisted
from orders_pipeline.model.records.proofs import Proof, ProofKind
from orders_pipeline.settings import Account, Home

EVERY_NIGHT = "40 4 * * *"  # in the merchant's zone: the day before is over, and what hubs import late has mostly come
DESCRIPTION = """\
What the hub of **{name}** has is here: asked by day of purchase{marks}, not by the windows that reading asks for.

A **warning**: orders were missing though the windows had passed them; they are read by id already and wait for the
load. An **error**: orders are still missing, or something could not be proven; the next run tries again.
The rows of each proof stand in the table `proofs`.
"""

TOLD = ("missing", "fetched", "absent", "gone", "outdated", "refreshed")


def proof_check(account: Account) -> dg.AssetChecksDefinition:
    key = proof_key(account.name)
    marks = ", and by the orders not marked as exported" if account.acknowledge == "after_load" else ""

    @dg.multi_asset_check(
        name=f"compare_{plain(account.name)}",
        specs=[
            dg.AssetCheckSpec(
                key.name, asset=key.asset_key, description=DESCRIPTION.format(name=account.name, marks=marks)
            )
        ],
    )
    def complete(context: dg.AssetCheckExecutionContext, home: dg.ResourceParam[Home]) -> Iterator[dg.AssetCheckResult]:
        reports: list[ProofReport] = []
        failures: list[Exception] = []
        with plain_failures():
            accounts = relisted(home, account, line=context.log.info)
            for one in accounts:
                try:
                    reports.append(prove(home, one, progress=context.log.info))
                except ProofFailed as failed:
                    reports.append(failed.report)
                    failures.append(failed)
                except KNOWN as error:
                    failures.append(error)
            if any(isinstance(one, ProofFailed) for one in failures):
                told = "\n".join(str(one) for one in failures)
                yield _result(account, reports, told, dg.AssetCheckSeverity.ERROR)
            raise_all(account, failures, len(accounts))
            yield _result(account, reports, _sentence(reports), dg.AssetCheckSeverity.WARN)

    return complete


def prove_job(account: Account):
    return dg.define_asset_job(
        prove_job_name(account.name),
        selection=dg.AssetSelection.checks(proof_key(account.name)),
        description=f"Compare what the hub of {account.name} has with what is held; read what is missing by id.",
        tags=account_tags(account),
    )


def prove_schedule(account: Account) -> dg.ScheduleDefinition:
    name = prove_job_name(account.name)

    @dg.schedule(
        name=f"{name}_every_night",
        job_name=name,
        cron_schedule=EVERY_NIGHT,
        execution_timezone=account.time_zone,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description=f"Proves that {account.name} is complete; left out while the run before it still does.",
    )
    def every_night(
        context: dg.ScheduleEvaluationContext, home: dg.ResourceParam[Home]
    ) -> dg.RunRequest | dg.SkipReason:
        if in_progress(context.instance, name, of_any(home, account, is_proven)):
            return dg.SkipReason(f"{account.name} is still being proven by the run before.")
        return dg.RunRequest()

    return every_night


def _result(
    account: Account, reports: Sequence[ProofReport], description: str, severity: dg.AssetCheckSeverity
) -> dg.AssetCheckResult:
    key, days = proof_key(account.name), _days(reports)
    found = _orders(reports, "missing") or _orders(reports, "outdated")
    return dg.AssetCheckResult(
        passed=not found and severity is not dg.AssetCheckSeverity.ERROR,
        asset_key=key.asset_key,
        check_name=key.name,
        severity=severity,
        description=description,
        metadata={
            "days_proven": len(days),
            "hub_orders": sum(one.hub_count for one in days),
            "held": sum(one.held_count for one in days),
            "quarantined": sum(one.quarantined_count for one in days),
            "pending": sum(one.pending_count for one in days),
            **{name: len(_orders(reports, name)) for name in TOLD},
            "not_proven": sum(len(report.failures) for report in reports),
        },
    )


def _days(reports: Sequence[ProofReport]) -> list[Proof]:
    return [one for report in reports for one in report.proofs if one.kind is ProofKind.CREATED_DAY]


def _orders(reports: Sequence[ProofReport], standing: str) -> list[str]:
    return [order_id for report in reports for order_id in report.orders(standing)]


def _sentence(reports: Sequence[ProofReport]) -> str:
    if missing := _orders(reports, "missing"):
        return (
            f"Missing orders found: {len(missing):,} ({', '.join(missing[:10])}). The windows had passed them; they "
            "are read by id, and the next load takes them in."
        )
    if outdated := _orders(reports, "outdated"):
        return (
            f"Missed updates found: {len(outdated):,} ({', '.join(outdated[:10])}). The windows had passed them; the "
            "orders are read by id, and the next load takes them in."
        )
    hub = sum(one.hub_count for one in _days(reports))
    return f"All {hub:,} orders of the days that were proven are here, in quarantine, or not due to be read yet."
