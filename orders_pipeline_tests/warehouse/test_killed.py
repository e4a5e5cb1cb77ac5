"""A load that dies anywhere loses no order and counts none twice."""

import subprocess
import sys

import pytest

from orders_pipeline_tests.warehouse.dying import WINDOW

STEPS = ("read", "versions", "insert", "windows", "checks", "commit")


def die(warehouse, what, step, nth=1):
    warehouse.close()
    command = [sys.executable, "-m", "orders_pipeline_tests.warehouse.dying", warehouse.folder, what, step, str(nth)]
    return subprocess.run(command, capture_output=True, text=True).returncode


def test_a_load_that_is_killed_between_batches_is_finished_by_the_next(warehouse):
    assert die(warehouse, "load", "commit", nth=2) == 9
    (begun,) = warehouse.table("loads")
    assert (begun["pages_loaded"], begun["is_complete"], begun["received"]) == (2, False, 6)
    warehouse.load(WINDOW, batch_orders=4)
    (load,) = warehouse.table("loads")
    assert (load["received"], load["inserted"], load["duplicates"]) == (13, 12, 1)
    assert [row["tags"] for row in warehouse.table("orders")].count("later") == 1


@pytest.mark.parametrize("step", STEPS)
def test_wherever_a_load_breaks_off_the_next_ends_alike(warehouse, step):
    class BrokenOffError(BaseException):
        pass

    def broken_off(nth):
        left = nth

        def at_step(name):
            nonlocal left
            left -= name == step
            if name == step and left == 0:
                raise BrokenOffError

        return at_step

    for nth in (1, 2):
        with pytest.raises(BrokenOffError):
            warehouse.load(WINDOW, batch_orders=4, step=broken_off(nth))
    warehouse.load(WINDOW, batch_orders=4)
    (load,) = warehouse.table("loads")
    assert (load["received"], load["inserted"], load["duplicates"], load["is_complete"]) == (13, 12, 1, True)
    assert len(warehouse.table("orders")) == len(warehouse.table("fulfillments")) == 12
