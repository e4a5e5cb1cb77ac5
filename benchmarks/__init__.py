"""Side-by-side measurements on one machine, in one run. Nothing here is a test, and no test is timed.

`python -m benchmarks.run --help`; what is measured and how stands in docs/benchmarks.md, which the run writes.
"""
