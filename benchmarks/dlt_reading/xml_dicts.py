"""Elements as JSON objects, by lxml: values as their texts, lists as lists of objects, parts taken apart.

Which element is what is told by the wire structs of our decoder. Nothing is checked beyond that.
"""

from typing import Any, NamedTuple

from lxml import etree

from benchmarks.dlt_columns import columns

JOINT = "_"  # between a part and its values


class Field(NamedTuple):
    """`name` of a value; or what a part or the entries of a list hold."""

    name: str
    part: "Shape | None" = None
    entry: "Shape | None" = None


Shape = dict[str, Field]  # by tag


def shape_of(struct: type, namespace: str = "", within: str = "") -> Shape:
    """`namespace`: with its braces."""
    found: Shape = {}
    for column in columns(struct):
        name = within + column.name
        part = shape_of(column.part, namespace, f"{name}{JOINT}") if column.part else None
        entry = shape_of(column.entry, namespace) if column.entry else None
        found[namespace + column.name] = Field(name, part, entry)
    return found


def dict_of(element: etree._Element, shape: Shape) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in element:
        if (field := shape.get(child.tag)) is None:
            continue
        name, part, entry = field
        if part is not None:
            found |= dict_of(child, part)
        elif entry is not None:
            found[name] = [dict_of(each, entry) for each in child]
        else:
            found[name] = child.text
    return found
