"""What is generated is current, and no document leads nowhere."""

import re
from pathlib import Path

from orders_pipeline.model.dictionary import dictionary

ROOT = Path(__file__).parents[2]


def test_the_table_dictionary_is_what_the_table_spec_says():
    assert (ROOT / "docs" / "tables.md").read_text() == dictionary(), "run: make docs"


def test_links_between_documents_lead_somewhere():
    broken = []
    for document in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text()):
            if not (document.parent / target).exists():
                broken.append((document.name, target))
    assert broken == []
