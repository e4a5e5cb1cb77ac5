"""What is generated is current, and no document leads nowhere."""

import re
from pathlib import Path
from textwrap import dedent

from orders_pipeline.model.dictionary import dictionary
from orders_pipeline.settings import parse_settings
from orders_pipeline.settings.account import CHANNELS

ROOT = Path(__file__).parents[2]


def test_the_table_dictionary_is_what_the_table_spec_says():
    assert (ROOT / "docs" / "tables.md").read_text() == dictionary(), "run: make docs"


def test_the_settings_that_documents_show_are_settings():
    """One file, as the README builds it up; a page of docs/channels names another account of the README."""
    own = re.findall(r"^ *```toml\n(.*?)^ *```", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    (first, others, alerts) = map(dedent, own)
    settings = parse_settings("\n".join((first, others, alerts)))
    assert [account.channel for account in settings.accounts] == list(CHANNELS)
    for page in (ROOT / "docs" / "channels").glob("*.md"):
        (example,) = re.findall(r"^```toml\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)
        beside = first if 'same_orders_as = "us-main"' in example else ""
        assert parse_settings(f"{beside}\n{example}").accounts[-1].channel == page.stem


def test_links_between_documents_lead_somewhere():
    broken = []
    for document in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text()):
            if not (document.parent / target).exists():
                broken.append((document.name, target))
    assert broken == []
