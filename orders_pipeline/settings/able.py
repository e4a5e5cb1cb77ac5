"""What a person knows better than our tables: cells of a marketplace's capabilities, pairs of carrier and class.

Names of families and cells are those of the model; a name that is not known is a mistake, never ignored.
"""

from typing import get_type_hints

from orders_pipeline.model.capability import Capability
from orders_pipeline.model.marketplaces import Marketplace
from orders_pipeline.settings.mistakes import Problem, Wrong, nearest, wrong
from orders_pipeline.settings.values import kind

Cells = tuple[tuple[str, bool], ...]
Capabilities = tuple[tuple[str, Cells], ...]
EVERY = "*"
EXAMPLE = 'Write: capabilities = { amazon = { restock = true } }; "*" is every marketplace.'
FAMILIES = (EVERY, *(str(family) for family in Marketplace))
CELLS = tuple(get_type_hints(Capability))
PAIR = 'Write each as "CARRIER/CLASS", as the hub spells them: ["UPS/GROUND"].'


def capabilities(value: object) -> Capabilities:
    """By family of marketplaces the cells that are other than in our table."""
    if not isinstance(value, dict):
        raise wrong(f"is {kind(value)}, not a table", EXAMPLE)
    problems: list[Problem] = []
    for family, cells in value.items():
        if family not in FAMILIES:
            hint = f"{nearest(family, FAMILIES)} Known here: {', '.join(FAMILIES)}."
            problems.append(Problem("is no family of marketplaces", hint.strip(), (family,)))
        elif not isinstance(cells, dict):
            problems.append(Problem(f"is {kind(cells)}, not a table", EXAMPLE, (family,)))
        else:
            problems += [_of_cell(family, cell, told) for cell, told in cells.items() if not _is_cell(cell, told)]
    if problems:
        raise Wrong(*problems)
    return tuple(sorted((family, tuple(sorted(cells.items()))) for family, cells in value.items()))


def carriers(value: object) -> tuple[str, ...]:
    """Every pair that the account has; what is not among them is refused before it is sent."""
    if not isinstance(value, list):
        raise wrong(f"is {kind(value)}, not a list", PAIR)
    problems = []
    for place, pair in enumerate(value):
        carrier, _, service = pair.partition("/") if isinstance(pair, str) else ("", "", "")
        if not carrier.strip() or not service.strip() or not pair.isprintable() or pair != pair.strip():
            problems.append(Problem("is not a pair of carrier and class", PAIR, (place,)))
        elif pair in value[:place]:
            problems.append(Problem("stands in the list twice", "Remove one of the two.", (place,)))
    if problems:
        raise Wrong(*problems)
    return tuple(value)


def _is_cell(cell: str, told: object) -> bool:
    return cell in CELLS and isinstance(told, bool)


def _of_cell(family: str, cell: str, told: object) -> Problem:
    if cell not in CELLS:
        hint = f"{nearest(cell, CELLS)} Known here: {', '.join(CELLS)}."
        return Problem("is nothing that a hub can or cannot do", hint.strip(), (family, cell))
    return Problem(f"is {kind(told)}, not true or false", "Write true or false, without quotes.", (family, cell))
