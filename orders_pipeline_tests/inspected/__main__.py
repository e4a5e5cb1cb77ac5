"""Writes what the tests of `inspect` compare with anew, for when a channel reads something otherwise.

Look at every line of the difference.
"""

from orders_pipeline_tests.inspected.said import FILES, golden, inspected

if __name__ == "__main__":
    for name in FILES:
        golden(name).parent.mkdir(parents=True, exist_ok=True)
        golden(name).write_text("".join(inspected(name)[1:]), "utf-8")
