"""The group `actions`: a list of its commands."""

import typer

from orders_pipeline.cli.actions_deciding import approve, go, plan, resolve, stop, withdraw
from orders_pipeline.cli.actions_files import import_, template_, traps_
from orders_pipeline.cli.actions_marking import acknowledge
from orders_pipeline.cli.actions_running import apply, look, reconcile
from orders_pipeline.cli.actions_status import doubts, status

actions = typer.Typer(
    help="Shipments, cancellations, refunds and marks: planned, approved, sent once, looked for at the hub.",
    no_args_is_help=True,
)
for name, command in {
    "plan": plan,
    "approve": approve,
    "acknowledge": acknowledge,
    "apply": apply,
    "look": look,
    "status": status,
    "doubts": doubts,
    "resolve": resolve,
    "withdraw": withdraw,
    "stop": stop,
    "go": go,
    "reconcile": reconcile,
    "import": import_,
    "template": template_,
    "traps": traps_,
}.items():
    actions.command(name)(command)
