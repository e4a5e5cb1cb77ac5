"""The place in a document that a reject points to, as lines for a person: names and structure, values by allow-list.

Works on text that is no JSON too. Pure.
"""

import re

import msgspec

from orders_pipeline.channels.bad_json import Node, Shape, first_bad
from orders_pipeline.channels.showable import Showable, masked, shown

MARK, PLAIN, INDENT = "→ ", "  ", "  "
AROUND = 6  # fields shown on either side of the one that is meant
ALL_THE_SAME = 2 * AROUND + 1
_STEP = re.compile(r"\.(?P<name>[^.\[\]]+)|\[(?P<place>\d+)\]")
_NAME = re.compile(r"[A-Za-z_][\w]{0,60}(@odata\.\w{1,20})?", re.ASCII)

Steps = list[str | int]


class Snippet(msgspec.Struct, frozen=True, kw_only=True):
    """`lines` are marked with an arrow where the reject points to; `remark` says what the lines cannot."""

    lines: tuple[str, ...]
    remark: str | None = None


class _Level(msgspec.Struct):
    """An object on the way, what it is, and how deep it stands."""

    node: Node
    entity: type[msgspec.Struct]
    depth: int


def _steps_of(path: str) -> Steps:
    """`$.Items[0].UnitPrice` -> Items, 0, UnitPrice."""
    return [found["name"] or int(found["place"]) for found in _STEP.finditer(path)]


def snippet(order: Node, path: str, showable: Showable) -> Snippet:
    """Around `path` of an order; where that is all of it, around what is no JSON in it."""
    steps, remark = _steps_of(path), None
    if not steps and (bad := first_bad(order)):
        steps, remark = bad, "The marked value is no JSON."
    if order.shape is not Shape.OBJECT:
        return Snippet(lines=(MARK + masked(order),), remark="What stands here is no order.")
    level = _Level(order, showable.order, 0)
    lines: list[str] = []
    while len(steps) > 1 and (below := _below(level, steps, showable, lines)):
        level, steps = below
    target = steps[0] if steps else None
    if isinstance(target, str) and level.node.member(target) is None and not _is_field(level, target):
        remark = "The path leads to no field of the hub's; shown is the beginning of what it is about."
    lines += _members(level, target, showable)
    return Snippet(lines=tuple(lines), remark=remark)


def _below(level: _Level, steps: Steps, showable: Showable, lines: list[str]) -> tuple[_Level, Steps] | None:
    """One object further down the path, with its heading added to `lines`; None where the way ends here."""
    indent = INDENT * (level.depth + 1)
    name, place = str(steps[0]), steps[1]
    found = level.node.member(name)
    entity = showable.collections.get(level.entity, {}).get(name)
    if found is None or entity is None or found.shape is not Shape.LIST:
        return None
    lines += [_line(PLAIN, level, one, showable) for one in level.node.members if one[0] == showable.identity]
    if not isinstance(place, int) or place >= len(found.members):
        return None
    below = found.members[place][1]
    if below.shape is not Shape.OBJECT:
        return None
    lines.append(f"{PLAIN}{indent}{name}: entry {place + 1} of {len(found.members):,}")
    return _Level(below, entity, level.depth + 1), steps[2:]


def _members(level: _Level, target: str | int | None, showable: Showable) -> list[str]:
    """The fields around the one that is meant; the first ones where it is not there."""
    members, indent = level.node.members, INDENT * (level.depth + 1)
    meant = [n for n, (name, _) in enumerate(members) if target is not None and target in (name, n)]
    at = meant[-1] if meant else None  # of one name given twice, decoders take the last
    first = 0 if at is None else max(0, at - AROUND)
    end = ALL_THE_SAME if at is None else at + AROUND + 1
    lines = [f"{PLAIN}{indent}… {first:,} more"] if first else []
    for place, member in list(enumerate(members))[first:end]:
        lines.append(_line(MARK if place == at else PLAIN, level, member, showable))
    if end < len(members):
        lines.append(f"{PLAIN}{indent}… {len(members) - end:,} more")
    if at is None and isinstance(target, str) and _is_field(level, target):
        lines.append(f"{MARK}{indent}{target} is not there")
    return lines


def _line(mark: str, level: _Level, member: tuple[str | None, Node], showable: Showable) -> str:
    name, node = member
    kind = showable.kinds.get(name) if name else None
    said = "‹no name›" if name is None else name if _NAME.fullmatch(name) else f"‹name, {len(name)} characters›"
    return f"{mark}{INDENT * (level.depth + 1)}{said}: {shown(node, kind, showable.words)}"


def _is_field(level: _Level, name: str) -> bool:
    return name in level.entity.__struct_fields__
