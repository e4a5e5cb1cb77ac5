"""The windows of a landing by the names of their manifests alone, for who looks at years of them within a second.

Opens no file and asks for none of their sizes: what an empty or unreadable one means is for who reads it.
"""

import os
import re
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from orders_pipeline.landing.manifest import Purpose
from orders_pipeline.model.window import Window, gaps

_STAMP = r"\d{8}T\d{6}(?:\.\d{6})?Z"
_MANIFESTS = re.compile(rf"^({_STAMP}_{_STAMP})\.json$", re.MULTILINE)
_WHOLE_SECONDS = 33  # characters of a name whose bounds have no fractions: then names sort as their windows do


def listed(account_folder: Path, purpose: Purpose) -> list[str]:
    """The names of the windows, sorted; empty where nothing is landed."""
    try:
        found = os.listdir(account_folder / purpose)  # noqa: PTH208 - years of names: no Path for each
    except FileNotFoundError:
        return []
    return sorted(_MANIFESTS.findall("\n".join(found)))


def window_of(name: str) -> Window:
    """The window of a name that `listed` gave."""
    start, _, end = name.partition("_")
    return Window(datetime.fromisoformat(start), datetime.fromisoformat(end))


def holes(start: datetime, names: Sequence[str]) -> list[Window]:
    """What is not certified between `start` and the end of the newest window, in order."""
    merged = _merged(names)
    end = max((window.end for window in merged), default=start)
    return gaps(Window(start, end), merged) if end > start else []


def _merged(names: Sequence[str]) -> list[Window]:
    """The windows, those that follow each other at once as one: mostly a single one, however many there are."""
    if set(map(len, names)) != {_WHOLE_SECONDS}:
        return [window_of(name) for name in names]
    starts, ends = [name[:16] for name in names], [name[17:] for name in names]
    breaks = [place for place, (end, start) in enumerate(zip(ends, starts[1:], strict=False), 1) if end != start]
    bounds = [0, *breaks, len(names)]
    return [window_of(f"{starts[first]}_{ends[last - 1]}") for first, last in pairwise(bounds)]
