"""Export marks: spec §6.3. Kept per application, false until set, and on disk where the sandbox has a folder."""

import json
from collections import defaultdict
from pathlib import Path


class Exports:
    def __init__(self, folder: Path | None = None) -> None:
        self._marked: defaultdict[str, set[int]] = defaultdict(set)
        self._path = folder / "exports.jsonl" if folder else None
        if self._path and self._path.exists():
            for line in self._path.read_text().splitlines():
                self._set(*json.loads(line))

    def mark(self, application: str, order_id: int, exported: bool) -> None:
        if self.is_marked(application, order_id) == exported:
            return
        self._set(application, order_id, exported)
        if self._path:
            with self._path.open("a") as journal:
                journal.write(json.dumps([application, order_id, exported]) + "\n")

    def is_marked(self, application: str, order_id: int) -> bool:
        return order_id in self._marked[application]

    def _set(self, application: str, order_id: int, exported: bool) -> None:
        (self._marked[application].add if exported else self._marked[application].discard)(order_id)
