"""Rows that another process made are those that this one would have made, whatever the pages show."""

from msgspec.structs import replace

from orders_pipeline.warehouse.batches import Batch
from orders_pipeline.warehouse.made import decoded, encoded
from orders_pipeline_tests.warehouse.making import D, a_problem, a_window, an_order, refunded

PAGES = (
    [an_order("1"), an_order("2", updated=None), a_problem("3"), a_problem()],
    [an_order("4", total_amount=D(1)), an_order("4", total_amount=D(2)), an_order("1", updated=5)],  # a conflict
    [an_order("5", total_amount=D("0.00001"))],  # cannot be packed
    [],
    [refunded(an_order("6"), "1.50")],
)
EVERY = set(range(100))


def taken(window, pages):
    batch = Batch("load-1")
    part = batch.begin(window)
    part.pages = batch.take_all(pages)
    return batch


def test_what_is_handed_over_is_what_was_made():
    window = a_window(*PAGES)
    pages = list(window.pages(0))
    here = taken(window, pages)
    there = Batch("load-1")
    there.begin(window)
    for piece in (pages[:2], pages[2:]):
        there.parts[-1].pages += there.take_all(decoded(encoded(taken(window, piece).made())))
    assert there.sighted == here.sighted
    assert there.parts[0].pages == here.parts[0].pages == len(PAGES)
    assert there.staging.chosen(EVERY, EVERY) == here.staging.chosen(EVERY, EVERY)
    assert there.staging.chosen({0, 3}, {4}) == here.staging.chosen({0, 3}, {4})


def test_windows_whose_pages_are_promised_are_cut_into_the_same_batches(warehouse):
    windows = [a_window([an_order(str(n))], [an_order(str(n + 1))], start=15 * n) for n in range(0, 40, 2)]

    def promised(window):
        of = list(window.pages(0))
        return replace(window, promised=lambda skip: (lambda one=one: taken(window, [one]).made() for one in of[skip:]))

    report = warehouse.load(*map(promised, windows), batch_orders=3)
    assert report.received == 40
    assert report.batches == 14
    assert all(row["is_complete"] and row["pages_loaded"] == 2 for row in warehouse.rows("SELECT * FROM loads"))
