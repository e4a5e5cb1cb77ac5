"""What `make bench` runs: dialects, sizes, page sizes, who takes part and how often. A table."""

from msgspec import Struct, structs

from benchmarks.dialects import DIALECTS

ONE_IN = 10  # the world has 4 % of long orders, to show what is rare; a merchant has far fewer
OLDER_PAGE_SIZE = 20  # the older edition of channeladvisor-rest.md §6.2
# Orders on a page: what each hub gives at most, or what clients settled on.
PAGE_SIZE = {
    "channeladvisor": 100,  # the newer edition of channeladvisor-rest.md §6.2
    "channelunity": 1_000,  # channelunity.md §5.1
    "channelape": 150,  # channelape.md §3
    "channeladvisor_soap": 20,  # channeladvisor-soap.md §5.2
}
OURS_AND_FLOORS = ("ours", "fetch", "decode")


class Course(Struct, frozen=True, kw_only=True):
    """`times` of each contender, taken in turns so that a slow minute of the machine falls on all.

    `one_in`: of the world's orders that are longer than a list shows, one in so many takes part. is_profiled: the
    seconds of the load's steps are shown.
    """

    channel: str
    orders: int
    page_size: int
    one_in: int = ONE_IN
    times: dict[str, int]
    is_profiled: bool = False

    @property
    def title(self) -> str:
        every = ", every long one" if self.one_in == 1 else ""
        return f"{DIALECTS[self.channel].title}: {self.orders:,} orders{every}, {self.page_size} on a page"


def _course(channel: str, orders: int, ours: int, dlt: int, *, is_profiled: bool = False) -> Course:
    kinds = [f"dlt-{kind}" for kind in DIALECTS[channel].dlt]
    times = dict.fromkeys(OURS_AND_FLOORS, ours) | dict.fromkeys(kinds, dlt)
    return Course(channel=channel, orders=orders, page_size=PAGE_SIZE[channel], times=times, is_profiled=is_profiled)


OF_REST = {"ours": 2, "fetch": 2}
COURSES = (
    _course("channeladvisor", 10_000, 3, 2),
    _course("channeladvisor", 100_000, 2, 1, is_profiled=True),
    Course(channel="channeladvisor", orders=10_000, page_size=OLDER_PAGE_SIZE, times=OF_REST),
    Course(channel="channeladvisor", orders=10_000, page_size=PAGE_SIZE["channeladvisor"], one_in=1, times=OF_REST),
    *(
        course
        for channel in ("channelunity", "channelape", "channeladvisor_soap")
        for course in (_course(channel, 10_000, 3, 2), _course(channel, 50_000, 1, 1, is_profiled=True))
    ),
)
SHORT = tuple(
    structs.replace(course, times=dict.fromkeys(course.times, 1))
    for course in COURSES
    if "decode" in course.times and course.orders in (10_000, 100_000)
)
"""The same with each contender once and without the middle sizes: some minutes instead of twenty."""
