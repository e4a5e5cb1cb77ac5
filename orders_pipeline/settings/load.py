"""accounts.toml, the file: read, parsed, every section read and compared; settings, or every mistake at once.

The one entry from a file to Settings. Reads that file and nothing else.
"""

import re
import tomllib
from pathlib import Path

from orders_pipeline.settings.account import Settings
from orders_pipeline.settings.across import check_across
from orders_pipeline.settings.actions import Ceilings, read_ceilings
from orders_pipeline.settings.alerts import Alerts, read_alerts
from orders_pipeline.settings.lines import lines_of
from orders_pipeline.settings.mistakes import BadSettings, Mistake, Report
from orders_pipeline.settings.read import read_section
from orders_pipeline.settings.section import Section

MINIMAL = """\
[accounts.us-main]
channel = "channeladvisor"
base_url = "https://api.channeladvisor.com"
start_on = 2026-01-01
profiles = [12345678]
secrets = { application_id = "CA_APP_ID", shared_secret = "CA_SECRET", refresh_token = "CA_REFRESH" }
"""

CREATE = f"Create it; the least that it can hold is this, with your own values:\n\n{MINIMAL}"
DEMO = "Or try everything without an account: orders-pipeline demo"

WITH_KEYS = ("Cannot declare", "Cannot mutate", "Cannot redefine", "Duplicate")
"""How tomllib's messages begin that quote keys of the file; the others quote one character at most."""


def load_settings(path: Path) -> Settings:
    """The settings of a file.     Raises BadSettings: with every mistake that is in it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise _bad(path, None, "does not exist", f"{CREATE}\n{DEMO}") from None
    except OSError as error:
        raise _bad(
            path, None, f"cannot be read ({error.strerror})", "Check that it is a file and who may read it."
        ) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise _bad(path, line, "is not UTF-8 text", "Save it in the encoding UTF-8.") from None
    return parse_settings(text, str(path))


def parse_settings(text: str, source: str = "accounts.toml") -> Settings:
    """The settings that a text holds; `source` is how messages call it."""
    text = text.replace("\r\n", "\n")
    document = _parsed(text, source)
    report = Report(lines_of(text))
    top = Section(document, (), report)
    top.refuse_others(("accounts", "alerts", "actions"), {})
    sections = top.inner("accounts")
    drafts = [read_section(sections.inner(name), name) for name in sections.table]
    check_across(drafts)
    alerts = read_alerts(top.inner("alerts")) if "alerts" in document else Alerts()
    ceilings = read_ceilings(top.inner("actions")) if "actions" in document else Ceilings()
    if report.mistakes:
        raise BadSettings(source, report.mistakes)
    if not drafts:
        raise _bad(source, 1, "holds no account", f"{CREATE}\n{DEMO}")
    return Settings(tuple(account for draft in drafts for account in draft.accounts), alerts, ceilings)


def _parsed(text: str, source: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise _bad(source, 1, "is nested too deeply", "Write it as the example in README.md.") from None
    except tomllib.TOMLDecodeError as error:
        message, _, place = str(error).partition(" (at ")
        found = re.search(r"line ([0-9]+)", place)
        line = int(found[1]) if found else text.rstrip("\n").count("\n") + 1
        what = "a table or key is set twice" if message.startswith(WITH_KEYS) else message.rstrip(".").lower()
        raise _bad(source, line, f"is not valid TOML: {what}", "Correct this line or the one above it.") from None
    except ValueError:  # Python reads no number of thousands of digits
        raise _bad(source, None, "holds a number that is too long to read", "Look for a very long number.") from None


def _bad(source: object, line: int | None, what: str, remedy: str) -> BadSettings:
    return BadSettings(str(source), [Mistake(line, "the file", what, remedy)])
