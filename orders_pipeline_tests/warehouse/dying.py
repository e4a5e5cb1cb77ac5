"""A load or publishing in a process of its own that dies at a step: `python -m … FOLDER load|publish STEP [NTH]`.

Dies by os._exit: nothing is rolled back, closed or flushed by Python.
"""

import os
import sys
from pathlib import Path

from orders_pipeline_tests.warehouse.conftest import Warehouse
from orders_pipeline_tests.warehouse.making import a_window, an_order

PAGES = [[an_order(str(page * 3 + place)) for place in range(3)] for page in range(4)]
WINDOW = a_window(*PAGES, [an_order("0", updated=7, tags="later")])


def main(folder: str, what: str, fatal: str, nth: str = "1") -> None:
    left = int(nth)

    def step(name: str) -> None:
        nonlocal left
        left -= name == fatal
        if name == fatal and left == 0:
            os._exit(9)

    warehouse = Warehouse(Path(folder))
    if what == "load":
        warehouse.load(WINDOW, batch_orders=4, step=step)
    else:
        warehouse.publish(step=step)
    warehouse.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
