"""What `make bench` runs: sizes, page sizes, who takes part and how often. A table."""

from msgspec import Struct

PAGE_SIZE = 100  # the newer edition of channeladvisor-rest.md §6.2
OLDER_PAGE_SIZE = 20  # the older edition
OURS_AND_FLOORS = ("ours", "fetch", "decode")
DLT = ("dlt-merge", "dlt-append", "dlt-arrow")


class Course(Struct, frozen=True, kw_only=True):
    """`times` of each contender, taken in turns so that a slow minute of the machine falls on all."""

    orders: int
    page_size: int
    times: dict[str, int]


COURSES = (
    Course(orders=10_000, page_size=PAGE_SIZE, times=dict.fromkeys(OURS_AND_FLOORS + DLT, 3)),
    Course(orders=100_000, page_size=PAGE_SIZE, times=dict.fromkeys(OURS_AND_FLOORS, 3) | dict.fromkeys(DLT, 1)),
    Course(orders=10_000, page_size=OLDER_PAGE_SIZE, times={"ours": 3, "fetch": 3}),
)
