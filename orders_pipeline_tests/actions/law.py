"""What a law of DESIGN §4 needs to be shown necessary."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from pytest import MonkeyPatch


class Law(NamedTuple):
    """story: AssertionError where the law is missing, and `lie` is what it says. taken: how it goes missing."""

    taken: Callable[[MonkeyPatch], None]
    story: Callable[[Path], None]
    lie: str
