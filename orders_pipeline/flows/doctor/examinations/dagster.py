"""Dagster as far as its files tell: versions, its settings, what is switched off, its daemon, its last runs. Pure."""

from collections.abc import Iterator
from datetime import timedelta

from orders_pipeline.flows.doctor.examinations.reading import LATE
from orders_pipeline.flows.doctor.findings import Finding, trouble, warning
from orders_pipeline.flows.doctor.picture import Picture, Yaml
from orders_pipeline.flows.doctor.words import ago, instant

DAGSTER = "dagster"
DEAD = timedelta(minutes=5)  # the daemon says every 30 seconds that it lives
LOADS = "orders-pipeline load && orders-pipeline publish"
OF_ACTIONS = {  # a run that refuses one or leaves it in doubt counts as failed; the journal, looked at by itself, tells
    "plan_actions": "orders-pipeline actions status --all",
    "apply_actions": "orders-pipeline actions doubts",
    "look_up_actions": "orders-pipeline actions doubts",
    "reconcile_actions": "orders-pipeline actions reconcile",
    "take_inbox": "Read the reports in inbox/done",
}
WHERE_TO_START = "Automation in the UI: switch it on; orders-pipeline dev shows it"


def packages(picture: Picture) -> Iterator[Finding]:
    if picture.dagster and len({version for _, version in picture.dagster.versions}) > 1:
        told = ", ".join(f"{package} {version}" for package, version in picture.dagster.versions)
        wanted = dict(picture.dagster.versions)["dagster"]
        what = f"Two versions that do not go together: {told}. Dagster does not start so."
        yield trouble("dagster_versions", DAGSTER, what, f"pip install dagster-webserver=={wanted}")


def own_settings(picture: Picture) -> Iterator[Finding]:
    """A file that a person wrote is theirs; ours must be that of this version."""
    if picture.dagster and picture.dagster.yaml is Yaml.STALE:
        what = f"{picture.home / 'dagster' / 'dagster.yaml'} is not that of this version, or was edited."
        next_step = "orders-pipeline dev copies it anew; to keep an edited one, remove its first line"
        yield warning("dagster_yaml", DAGSTER, what, next_step)


def switches(picture: Picture) -> Iterator[Finding]:
    for switch in picture.dagster.stopped if picture.dagster else ():
        what = f"The {switch.kind} {switch.name} is stopped: what it starts does not run by itself."
        yield warning("schedule_stopped", DAGSTER, what, WHERE_TO_START)


def daemon(picture: Picture) -> Iterator[Finding]:
    """Only where orders are late too: who runs the commands by cron has no daemon, and needs none."""
    beat = picture.dagster.heartbeat_at if picture.dagster else None
    late = [one.name for one in picture.living if one.read_until and picture.hub_at - one.read_until > LATE]
    if beat is not None and late and picture.at - beat > DEAD:
        what = f"Dagster's daemon, which starts the schedules, was last heard of {ago(picture.at - beat)}."
        yield trouble("daemon_dead", DAGSTER, what, "orders-pipeline dev")


def last_runs(picture: Picture) -> Iterator[Finding]:
    """The newest run of a job failed. What a reading came to, the landing tells better."""
    for run in picture.dagster.last_runs if picture.dagster else ():
        if run.failed and not run.job.startswith("read_"):
            what = f"The last run of {run.job} failed at {instant(run.ended_at)}; run {run.run_id} says why."
            severity = warning if run.job in OF_ACTIONS else trouble
            yield severity("run_failed", DAGSTER, what, OF_ACTIONS.get(run.job, LOADS))
