"""Is what was landed whole, and whose is it? Pure."""

from collections.abc import Iterator

from orders_pipeline.flows.doctor.findings import Finding, trouble, warning
from orders_pipeline.flows.doctor.picture import Picture
from orders_pipeline.flows.doctor.words import many

LANDING = "landing"


def other_source(picture: Picture) -> Iterator[Finding]:
    for seen in picture.accounts:
        if seen.landing.other_source:
            what = (
                f"Its landing holds {seen.landing.other_source}, and accounts.toml gives this name to another: it is "
                "not read, because what is certified for the one says nothing of the other."
            )
            next_step = f"edit accounts.toml: give the new one a name of its own instead of {seen.name}"
            yield trouble("other_source", seen.name, what, next_step)


def damage(picture: Picture) -> Iterator[Finding]:
    """Of the newest windows; the load looks at every body of every window that it takes."""
    for seen in picture.accounts:
        if not seen.landing.damaged:
            continue
        sentence, _, remedy = seen.landing.damaged[0].partition("; ")
        count = len(seen.landing.damaged)
        windows = f"{many(count, 'window is', 'windows are')} damaged among the newest {seen.landing.looked_into}"
        what = f"{windows}: {sentence}."
        yield trouble("landing_damaged", seen.name, what, remedy)


def strangers(picture: Picture) -> Iterator[Finding]:
    for name in picture.strangers:
        what = f"The landing holds an account {name} that accounts.toml no longer names: it is neither read nor loaded."
        folder = picture.home / LANDING / name.replace("/", "~")
        yield warning("account_not_in_settings", name, what, f"name it in accounts.toml again, or move {folder} away")
