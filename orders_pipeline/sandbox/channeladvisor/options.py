"""Query options: names in any case, nested options in parentheses, and what each refuses. Spec §6.1."""

from collections.abc import Callable, Iterator
from urllib.parse import unquote_plus

from msgspec import Struct

from orders_pipeline.sandbox.channeladvisor.entities import ENTITIES
from orders_pipeline.sandbox.channeladvisor.errors import malformed
from orders_pipeline.sandbox.channeladvisor.filters import parse_filter
from orders_pipeline.sandbox.channeladvisor.rows import Row
from orders_pipeline.sandbox.channeladvisor.schema import Collection, Entity

KNOWN = ("$filter", "$expand", "$select", "$orderby", "$count", "$top", "$skip")
PLAIN = ("exported", "access_token")  # others without a dollar sign are ignored
TRUTH = {"true": True, "false": False}
DEEPEST = 2


class Shape(Struct, frozen=True):
    """What an answer shows of an entity: property names in lower case (None: all), and expanded collections."""

    select: tuple[str, ...] | None = None
    expand: tuple["Expansion", ...] = ()


class Expansion(Struct, frozen=True):
    name: str  # of the collection
    options: str  # as written between the parentheses: goes into the next link
    shape: Shape


class Options(Struct, frozen=True):
    pairs: tuple[tuple[str, str], ...]  # as they came, decoded
    shape: Shape
    test: Callable[[Row], bool] | None
    order: tuple[tuple[str, bool], ...]  # property, descending
    with_count: bool
    top: int | None
    skip: int
    exported: bool | None
    access_token: str | None


def pairs_of(query: str) -> tuple[tuple[str, str], ...]:
    """The options in the order of the URL; a plus sign is a blank."""
    parts = (part.partition("=") for part in query.split("&") if part)
    return tuple((unquote_plus(name), unquote_plus(value)) for name, _, value in parts)


def options_of(query: str, entity: Entity) -> Options:
    pairs, found = pairs_of(query), {}
    for name, value in pairs:
        lower = name.lower()
        if lower.startswith("$") and lower not in KNOWN:
            raise malformed(f"The query parameter '{name}' is not supported.")
        if lower in found and lower in (*KNOWN, *PLAIN):
            raise malformed(f"Query option '{name}' was specified more than once.")
        found[lower] = value
    return Options(
        pairs=pairs,
        shape=_shape(found.get("$select"), found.get("$expand"), entity, 1),
        test=parse_filter(found["$filter"], entity) if "$filter" in found else None,
        order=tuple(_order(found["$orderby"], entity)) if "$orderby" in found else (),
        with_count=bool(_truth("$count", found)),
        top=_count("$top", found),
        skip=_count("$skip", found) or 0,
        exported=_truth("exported", found),
        access_token=found.get("access_token"),
    )


def _truth(name: str, found: dict[str, str]) -> bool | None:
    if name not in found:
        return None
    if found[name].lower() not in TRUTH:
        raise malformed(f"Invalid value '{found[name]}' for {name} query option found.")
    return TRUTH[found[name].lower()]


def _count(name: str, found: dict[str, str]) -> int | None:
    if name not in found:
        return None
    if not (found[name].isascii() and found[name].isdigit() and len(found[name]) < 10):
        raise malformed(f"Invalid value '{found[name]}' for {name} query option found.")
    return int(found[name])


def _order(text: str, entity: Entity) -> Iterator[tuple[str, bool]]:
    for part in text.split(","):
        name, *direction = part.split()[:3] or [""]
        if name.lower() not in entity.property_named or [d.lower() for d in direction] not in ([], ["asc"], ["desc"]):
            raise malformed(f"Could not order by '{part.strip()}'.")
        yield name.lower(), [d.lower() for d in direction] == ["desc"]


def _shape(select: str | None, expand: str | None, entity: Entity, depth: int) -> Shape:
    return Shape(
        None if select is None else _select(select, entity),
        () if expand is None else tuple(_expand(expand, entity, depth)),
    )


def _select(text: str, entity: Entity) -> tuple[str, ...] | None:
    names = [name.strip().lower() for name in text.split(",")]
    if names == ["*"]:
        return None
    for name in names:
        if name not in entity.property_named and name not in entity.collection_named:
            raise malformed(f"Could not find a property named '{name}' on type '{entity.name}'.")
    return tuple(name for name in names if name in entity.property_named)


def _expand(text: str, entity: Entity, depth: int) -> Iterator[Expansion]:
    if depth > DEEPEST:
        raise malformed(
            f"The request includes a $expand path which is too deep. The maximum depth allowed is {DEEPEST}."
        )
    for part in split(text, ","):
        name, bracket, rest = part.strip().partition("(")
        collection = entity.collection_named.get(name.strip().lower())
        if collection is None or (bracket and not rest.endswith(")")):
            raise malformed(f"Could not find a property named '{part.strip()}' on type '{entity.name}'.")
        options = rest[:-1] if bracket else ""
        yield Expansion(collection.name, options, _nested(options, collection, depth))


def _nested(options: str, collection: Collection, depth: int) -> Shape:
    found: dict[str, str] = {}
    for option in split(options, ";") if options.strip() else ():
        name, _, value = option.strip().partition("=")
        if name.lower() not in ("$select", "$expand") or name.lower() in found:
            raise malformed(f"The query option '{name}' is not allowed inside $expand.")
        found[name.lower()] = value
    return _shape(found.get("$select"), found.get("$expand"), ENTITIES[collection.entity], depth + 1)


def split(text: str, mark: str) -> list[str]:
    """Splits at marks that stand outside of parentheses."""
    parts, depth = [""], 0
    for letter in text:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth < 0:
            raise malformed(f"Unbalanced parentheses in '{text}'.")
        if letter == mark and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    if depth:
        raise malformed(f"Unbalanced parentheses in '{text}'.")
    return parts
