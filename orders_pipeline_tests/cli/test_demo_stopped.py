"""A demo whose story cannot go on says what holds it."""

import shutil

import pytest
from msgspec.structs import replace

from orders_pipeline.actions.journal import Journal
from orders_pipeline.cli.demo_story import refuse
from orders_pipeline.cli.exits import CommandFailed
from orders_pipeline.flows.story.playing import Played
from orders_pipeline.settings import Home
from orders_pipeline_tests.actions.ledger import START, a_plan


def approved(home: Home) -> Journal:
    """The first of the story's refunds, agreed to."""
    journal, plan = Journal(home.journal), a_plan("rma-7004")
    plan = replace(plan, intent=replace(plan.intent, account="us-main"))
    entry = journal.add(plan, at=START, who="demo")
    journal.approve("us-main", "rma-7004", entry.plan_hash, at=START, who="demo", why="story")
    return journal


def test_a_home_of_which_only_the_journal_is_gone_is_told_as_one(tmp_path):
    home = Home(tmp_path)
    journal = approved(home)
    journal.begin(journal.entry("us-main", "rma-7004").steps[0], at=START, owner="demo")
    shutil.rmtree(home.journal)
    approved(home)
    with pytest.raises(CommandFailed, match=r"with rma-7004[\s\S]*knows of 0 sendings and 1 were made"):
        refuse(home, Played(sent=0, there=1, held=(), moved=False, differences=()))
