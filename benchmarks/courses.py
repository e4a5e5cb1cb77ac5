"""What `make bench` runs: sizes, page sizes, who takes part and how often. A table."""

from msgspec import Struct

PAGE_SIZE = 100  # the newer edition of channeladvisor-rest.md §6.2
OLDER_PAGE_SIZE = 20  # the older edition
ONE_IN = 10  # the world has 4 % of long orders, to show what is rare; a merchant has far fewer
OURS_AND_FLOORS = ("ours", "fetch", "decode")
DLT = ("dlt-merge", "dlt-append", "dlt-arrow")


class Course(Struct, frozen=True, kw_only=True):
    """`times` of each contender, taken in turns so that a slow minute of the machine falls on all.

    `one_in`: of the world's orders that are longer than a list shows, one in so many takes part.
    """

    orders: int
    page_size: int = PAGE_SIZE
    one_in: int = ONE_IN
    times: dict[str, int]

    @property
    def title(self) -> str:
        every = ", every long one" if self.one_in == 1 else ""
        return f"{self.orders:,} orders{every}, {self.page_size} on a page"


COURSES = (
    Course(orders=10_000, times=dict.fromkeys(OURS_AND_FLOORS + DLT, 3)),
    Course(orders=100_000, times=dict.fromkeys(OURS_AND_FLOORS, 2) | dict.fromkeys(DLT, 1)),
    Course(orders=10_000, page_size=OLDER_PAGE_SIZE, times={"ours": 3, "fetch": 3}),
    Course(orders=10_000, one_in=1, times={"ours": 3, "fetch": 3}),
)
