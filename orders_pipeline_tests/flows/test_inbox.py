"""The inbox: a file is taken once, with a report beside it; half-written ones and silent hubs leave it where it is."""

import os
import time

import pytest

from orders_pipeline.flows.actions.inbox import settled_files
from orders_pipeline_tests.acting import a_published_home, acting_on
from orders_pipeline_tests.flows.proving import refusing

COLUMNS = "action,account,order_id,key,item_id,quantity\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    with a_published_home(tmp_path_factory.mktemp("home")) as pipeline:
        yield pipeline


@pytest.fixture
def acting(made, tmp_path):
    with acting_on(made, tmp_path / "home") as on:
        yield on


def row(acting, place=0, key=None, quantity=1):
    line = acting.lines[place]
    return f"refund,us,{line['order_id']},{key or f'rma-{place}'},{line['item_id']},{quantity}\n"


def put(acting, *rows, name="actions.csv", age=60):
    file = acting.home.inbox / name
    file.write_text(COLUMNS + "".join(rows))
    os.utime(file, (time.time() - age, time.time() - age))
    return file


def report_of(acting):
    (report,) = (acting.home.inbox / "done").glob("*.report.txt")
    return report.read_text()


def test_a_file_is_planned_and_moved_with_a_report_beside_it(acting):
    file = put(acting, row(acting, 0), row(acting, 1))
    (taken,) = acting.take()
    assert not file.exists()
    assert taken.moved_to.parent == acting.home.inbox / "done"
    assert taken.moved_to.name.startswith("actions.csv-")
    assert {entry.key for entry in acting.journal.entries()} == {"rma-0", "rma-1"}
    assert "2 rows: 2 actions without a mistake, 0 mistakes" in report_of(acting)
    assert "row 2: rma-0: planned, waits for an approval, returns" in report_of(acting)
    assert (acting.take(), acting.script.reached) == ([], [])


def test_the_same_file_again_has_no_second_effect(acting):
    put(acting, row(acting))
    acting.take()
    acting.approve("rma-0")
    acting.apply()
    put(acting, row(acting))
    acting.take()
    acting.apply()
    assert (acting.state("rma-0"), len(acting.script.reached)) == ("accepted", 1)
    assert report_of(acting).count("taken at") == 2


def test_bad_rows_stop_no_good_ones_and_the_report_says_so(acting):
    put(acting, row(acting, 0), row(acting, 1, quantity="1E+05"), row(acting, 2))
    (taken,) = acting.take()
    assert not taken.imported.is_clean
    assert {entry.key for entry in acting.journal.entries()} == {"rma-0", "rma-2"}
    assert "row 3: quantity was shortened by a spreadsheet" in report_of(acting)


def test_a_file_that_is_refused_as_a_whole_is_moved_too_so_that_it_is_told_once(acting):
    put(acting, name="notes.csv").write_text("hello\n")
    os.utime(acting.home.inbox / "notes.csv", (0, 0))
    (taken,) = acting.take()
    assert taken.imported is None
    assert "Nothing of the file was taken: the name of column 1" in report_of(acting)
    assert acting.take() == []


def test_a_half_written_file_and_one_that_is_not_meant_are_left_alone(acting):
    put(acting, row(acting), age=0)
    for name in (".hidden.csv", "notes.txt", "actions.csv.part"):
        put(acting, row(acting), name=name)
    assert acting.take() == []
    assert len(list(acting.home.inbox.glob("*"))) + len(list(acting.home.inbox.glob(".hidden*"))) >= 4


def test_what_a_silent_hub_keeps_back_stays_and_is_taken_later(acting):
    file = put(acting, row(acting, 0), row(acting, 1))
    with refusing(acting.pipeline, acting.lines[1]["order_id"]):
        (taken,) = acting.take()
    assert (taken.moved_to, file.exists()) == (None, True)
    assert {entry.key for entry in acting.journal.entries()} == {"rma-0"}
    (taken,) = acting.take()
    assert not file.exists()
    assert {entry.key for entry in acting.journal.entries()} == {"rma-0", "rma-1"}


def test_a_process_that_dies_between_asking_and_moving_leaves_a_file_that_is_taken_again(acting):
    put(acting, row(acting))

    def killed(name):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        acting.take(step=killed)
    first = acting.journal.entries()
    acting.take()
    assert [entry.plan_hash for entry in acting.journal.entries()] == [entry.plan_hash for entry in first]
    assert settled_files(acting.home) == []


def test_two_at_once_take_a_file_once(acting):
    put(acting, row(acting))
    inner = []

    def meanwhile(name):
        inner.append(acting.take())

    acting.take(step=meanwhile)
    assert inner == [[]]
