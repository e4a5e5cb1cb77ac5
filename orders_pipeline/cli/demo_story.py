"""How the demo's story is told: six scenes in a table, as published, whether ledger and journal agree, how to go on."""

from collections.abc import Iterator
from typing import Any

import msgspec
from rich.table import Table

from orders_pipeline.actions.journal import Entry, Journal
from orders_pipeline.cli.demo_told import command, from_here, ui
from orders_pipeline.cli.exits import CommandFailed
from orders_pipeline.cli.output import decimal, out, table
from orders_pipeline.flows.doctor.words import many
from orders_pipeline.flows.story.playing import Played, unended
from orders_pipeline.flows.story.told import Story, Told, Whole, story
from orders_pipeline.model.action_states import State
from orders_pipeline.settings import Home
from orders_pipeline.warehouse.writer import DATABASE

QUESTION = "SELECT action_key, kind, state, asked_amount, shown_amount, currency FROM action_effects ORDER BY 1"


def story_told(home: Home, played: Played) -> dict[str, Any]:
    """As `--json` prints it."""
    return msgspec.structs.asdict(story(home)) | msgspec.structs.asdict(played)


def show_story(home: Home, played: Played, seconds: float) -> None:
    console, told = out(), story(home)
    console.print(_scenes(told))
    for sentence in _sentences(home, told, played):
        console.print(sentence)
    console.print("To go on:")
    console.print(f"  {command(home)} actions status {_richest(told)}")
    console.print(f"  {command(home)} actions doubts")
    console.print(f'  duckdb {from_here(home.published / DATABASE)} "{QUESTION}"')
    console.print(f"  {command(home)} ask hub_disagreements")
    console.print(f"  {ui(home)}")
    console.print(f"Done in {seconds} s.")


def refuse(home: Home, played: Played) -> None:
    """Raises CommandFailed: the ledger tells otherwise than the journal, or the story has not come to its end."""
    if played.differences:
        told = "\n".join(f"  {one}" for one in played.differences)
        raise CommandFailed(f"what the sandbox really applied is not what the journal says:\n{told}")
    journal = Journal(home.journal)
    stuck = [entry.key for entry in unended(journal) if not _waits(entry)]
    if stuck:
        why = f"\n  {stopped}" if (stopped := journal.why_nothing_is_sent(money=True)) else ""
        raise CommandFailed(
            f"the story did not come to its end, with {', '.join(stuck)}. Where they stand: "
            f"{command(home)} actions status{why}"
        )


def _waits(entry: Entry) -> bool:
    """A later look tells more: nothing went wrong."""
    return any(step.state is State.UNKNOWN for step in entry.steps)


def _richest(told: Story) -> str:
    """Key of the action with the most to tell: the first that was in doubt."""
    return next((one.key for one in told.actions if one.has_been_in_doubt), told.actions[0].key)


def _scenes(told: Story) -> Table:
    lines, scene = [], None
    for one in told.actions:
        asked, shown = _money(one.amount, one), _money(one.shown_amount, one)
        lines.append((one.scene if one.scene != scene else "", one.key, one.what, one.state, asked, shown))
        scene = one.scene
    columns = ("scene", "key", "what", "state", "asked", "hub shows")
    return table("What was asked of the hubs, and what became of it?", columns, lines)


def _money(amount: Any, one: Told) -> str:
    return "" if amount is None else f"{decimal(amount)} {one.currency}"


def _sentences(home: Home, told: Story, played: Played) -> Iterator[str]:
    for whole in told.wholes:
        yield _whole(whole, [one for one in told.actions if one.key in whole.keys])
    yield from (_said(one) for one in told.actions if _case(one))
    if played.held:
        yield (
            f"{many(len(played.held), 'action was', 'actions were')} asked for before this demo: the same key is the "
            "same action, whatever became of it."
        )
    verdict = "says otherwise than the journal" if played.differences else "agrees with the journal"
    yield (
        f"{many(played.sent, 'request')} reached the hubs now, {played.there} in all. The sandbox's ledger of what was "
        f"really applied, and how often, {verdict}."
    )
    for entry in filter(_waits, unended(Journal(home.journal))):
        looks = [step.look_at for step in entry.steps if step.look_at is not None]
        when = f" from {min(looks):%H:%M:%S} UTC on" if looks else ""
        yield f"{entry.key} may have happened or not, and is looked for again{when}: run the demo again then."


_SAID = {
    "found": "{one.key} got no answer, and is settled by what the hub shows: {why}.",
    "parked": "{one.key} got no answer, and stays parked: {why}. It counts as spent, and is not sent again.",
    "refused": "{one.key} was refused by {one.trap}, and nothing was sent: {why}.",
}


def _said(one: Told) -> str:
    return _SAID[_case(one) or ""].format(one=one, why=(one.why or "").rstrip("."))


def _case(one: Told) -> str | None:
    if one.trap:
        return "refused"
    if one.state == State.PARKED:
        return "parked"
    return "found" if one.state == State.SETTLED and one.has_been_in_doubt else None


def _whole(whole: Whole, actions: list[Told]) -> str:
    each = ", then ".join(" + ".join(map(decimal, one.parts)) for one in actions)
    total = " + ".join(decimal(returned) for _, returned, _ in whole.parts)
    verdict = "exactly what was paid" if whole.is_exact else "not what was paid"
    return f"{whole.keys[0]} to {whole.keys[-1]} return {each} {whole.currency}: in all {total}, {verdict}."
