"""Imports run one way, and each heavy library is known to one room (DESIGN §2)."""

import ast
from pathlib import Path

import pytest

import orders_pipeline

ROOT = Path(orders_pipeline.__file__).parent
PACKAGE = "orders_pipeline"

# Room -> rooms that it may import besides itself. What is not listed is refused.
FLOORS = {
    "model": set(),
    "settings": {"model"},
    "channels": {"model"},
    "landing": {"model"},
    "sandbox": {"model"},
    "extract": {"model", "channels", "landing"},
    "warehouse": {"model"},
    "flows": {"model", "settings", "channels", "landing", "extract", "warehouse", "sandbox"},
    "defs": {"model", "settings", "channels", "landing", "extract", "warehouse", "flows"},
    "cli": {"model", "settings", "channels", "landing", "extract", "warehouse", "flows", "defs", "sandbox"},
    "definitions": {"settings", "defs"},
}
# Library -> modules (path prefixes) that may import it.
ONLY_IN = {
    "dagster": ("defs", "definitions"),
    "requests": ("channels/http", "channels/failures"),
    "urllib3": ("channels/http", "channels/failures"),
    "duckdb": ("warehouse",),
    "sqlalchemy": ("actions/journal",),
    "lxml": ("channels/xml", "sandbox"),
    "starlette": ("sandbox",),
    "uvicorn": ("sandbox",),
    "typer": ("cli",),
    "rich": ("cli",),
    "pandas": ("flows", "frames"),
}
MODULES = sorted(ROOT.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_from_the_floors_below_it(path):
    room = room_of(path)
    if room == "__init__":
        return
    own = {name.split(".")[1] for name in imports_of(path) if name.startswith(f"{PACKAGE}.")}
    assert own - {room} - FLOORS[room] == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_heavy_library_is_known_to_its_room_only(path):
    place = path.relative_to(ROOT).as_posix()
    used = {name.split(".")[0] for name in imports_of(path)}
    wrong = [name for name in used & set(ONLY_IN) if not place.startswith(ONLY_IN[name])]
    assert wrong == []


def test_the_rules_above_can_fail():
    assert imports_of(ROOT / "channels" / "http.py") & {"requests"}
    assert FLOORS["sandbox"] == {"model"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_opens_with_its_charter(path):
    assert ast.get_docstring(ast.parse(path.read_text())), "the first lines say what lives here"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_stays_readable_in_one_go(path):
    assert len(path.read_text().splitlines()) <= 300


def test_no_room_is_called_by_a_name_that_says_nothing():
    meaningless = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
    assert [path for path in MODULES if meaningless & set(path.stem.split("_"))] == []


def test_modules_with_dagster_annotations_keep_them_as_objects():
    """Dagster reads annotations of @asset, @op and Config as types; the future import turns them into text."""
    with_dagster = [path for path in MODULES if room_of(path) in ("defs", "definitions")]
    assert [path for path in with_dagster if "from __future__ import annotations" in path.read_text()] == []
