"""The carriers and classes of each account of the hub: a pair that is not there is refused (gotcha 10)."""

from orders_pipeline.sandbox.world.catalogue import CARRIERS, US_PROFILE, WORLD_PROFILE

COUNTRIES = {US_PROFILE: ("US", "CA"), WORLD_PROFILE: ("GB", "DE", "FR", "JP", "KW")}
PAIRS: dict[int, frozenset[tuple[str, str]]] = {
    profile: frozenset(pair for country in countries for pair in CARRIERS[country])
    for profile, countries in COUNTRIES.items()
}


def carriers_of(profile: int) -> frozenset[tuple[str, str]]:
    """(carrier, class) as the account writes them; letter case counts."""
    return PAIRS.get(profile, PAIRS[US_PROFILE])
