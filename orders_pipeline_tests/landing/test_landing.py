"""What is landed is whole or not there; the cursor follows from what is certified."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from orders_pipeline.landing.account import AccountLanding, OtherSource, accounts_in
from orders_pipeline.landing.bodies import Bodies, Damaged
from orders_pipeline.landing.journal import Attempted, note
from orders_pipeline.landing.manifest import Manifest, Purpose, Source, decode, encode
from orders_pipeline.model.window import Window, cursor

START = datetime(2026, 8, 1, tzinfo=UTC)


class Answer(msgspec.Struct):
    body: bytes
    url: str = "/v1/Orders"
    requested_at: datetime = START


def hours(start: int, end: int) -> Window:
    return Window(START + timedelta(hours=start), START + timedelta(hours=end))


def source(name, **changes):
    return Source(**{"account": name, "channel": "channeladvisor", "host": "127.0.0.1", "scope": "1", **changes})


def certified(landing, window, *bodies):
    attempt = landing.attempt()
    for body in bodies:
        attempt.land("orders", Answer(body))(2)
    manifest = Manifest(
        account=landing.account,
        source=source(landing.account),
        purpose=Purpose.LIVE,
        window=window,
        asked=window.reaching_back(timedelta(minutes=15)),
        pages=attempt.pages(landing.account, f"live/{window.name}"),
        discarded=attempt.discarded,
        certificate=msgspec.Raw(b'{"method": "keyset"}'),
        hub_count=2,
        certified_at=START,
    )
    landing.certify(manifest)
    return manifest


def test_a_body_comes_back_byte_for_byte(tmp_path):
    bodies = Bodies(tmp_path)
    for body in (b"", b"{}", b"\x00\xff" * 100_000):
        assert bodies.get(bodies.put(body)) == body


def test_the_same_body_is_stored_once(tmp_path):
    bodies = Bodies(tmp_path)
    assert bodies.put(b"same") == bodies.put(b"same")
    assert len(list(tmp_path.rglob("*.zst"))) == 1


@pytest.mark.parametrize("damage", [b"", b"garbage", None], ids=["emptied", "overwritten", "gone"])
def test_a_damaged_body_is_never_taken_for_the_hub_s_answer(tmp_path, damage):
    bodies = Bodies(tmp_path)
    sha256 = bodies.put(b"what the hub said" * 100)
    (path,) = tmp_path.rglob("*.zst")
    path.unlink()
    if damage is not None:
        path.write_bytes(damage)
    with pytest.raises(Damaged):
        bodies.get(sha256)


def test_a_manifest_comes_back_as_it_was(tmp_path):
    manifest = certified(AccountLanding(tmp_path, "us"), hours(0, 1), b"one", b"two")
    assert encode(decode(encode(manifest))) == encode(manifest)
    assert [page.page_number for page in manifest.pages] == [1, 2]


def test_the_cursor_is_the_end_of_what_is_certified_without_a_gap(tmp_path):
    landing = AccountLanding(tmp_path, "us-main/12345678")
    for window in (hours(0, 1), hours(2, 3), hours(1, 2), hours(5, 6)):
        certified(landing, window, b"body")
    assert cursor(START, landing.covered(Purpose.LIVE)) == START + timedelta(hours=3)
    assert landing.covered(Purpose.BACKFILL) == []
    assert accounts_in(tmp_path) == ["us-main/12345678"]


def test_landed_bodies_without_a_manifest_are_no_window(tmp_path):
    landing = AccountLanding(tmp_path, "us")
    landing.attempt().land("orders", Answer(b"landed"))
    assert landing.covered(Purpose.LIVE) == []


def test_discarded_pages_are_kept_as_evidence_and_are_no_part_of_the_window(tmp_path):
    attempt = AccountLanding(tmp_path, "us").attempt()
    attempt.land("orders", Answer(b"page"))
    attempt.land("orders", Answer(b"<html>"))
    attempt.discard_last("HTML")
    attempt.start_over("orders moved")
    attempt.land("orders", Answer(b"page again"))
    assert [page.page_number for page in attempt.pages("us", "live/x")] == [1]
    assert [discarded.reason for discarded in attempt.discarded] == ["HTML", "orders moved"]


def test_a_half_written_file_of_a_killed_reader_is_cleared_by_the_next(tmp_path):
    landing = AccountLanding(tmp_path, "us")
    certified(landing, hours(0, 1), b"body")
    left = landing.folder / "live" / ".writing-0815"
    left.write_bytes(b"half")
    with landing.reading():
        assert not left.exists()
    assert len(landing.covered(Purpose.LIVE)) == 1


@pytest.mark.parametrize(
    "change", [{"scope": "2"}, {"host": "other.example"}, {"account": "uk"}, {"within": "acme"}, {"currency": "EUR"}]
)
def test_what_is_certified_for_one_source_is_not_believed_of_another(tmp_path, change):
    landing = AccountLanding(tmp_path, "us")
    landing.claim(source("us"))
    landing.claim(source("us"))
    with pytest.raises(OtherSource, match="a name of its own"):
        landing.claim(source("us", **change))


@pytest.mark.parametrize("content", [b"", b"{", b"{}", b'{"format": 99}', b"[]"])
def test_a_file_that_is_no_manifest_is_no_certified_window(tmp_path, content):
    landing = AccountLanding(tmp_path, "us")
    certified(landing, hours(0, 1), b"body")
    (path,) = (landing.folder / "live").glob("*.json")
    path.write_bytes(content)
    (landing.folder / "live" / "note.json").write_text("a stranger")
    if content:
        with pytest.raises(Damaged, match="remove it"):
            landing.manifest(Purpose.LIVE, hours(0, 1))
    else:
        assert landing.covered(Purpose.LIVE) == []


def test_a_damaged_body_is_mended_when_the_hub_says_the_same_again(tmp_path):
    landing = AccountLanding(tmp_path, "us")
    manifest = certified(landing, hours(0, 1), b"what the hub says")
    (path,) = landing.folder.rglob("*.zst")
    path.write_bytes(b"")
    with pytest.raises(Damaged, match="remove"):
        landing.refuse_damage(manifest)
    landing.attempt().land("orders", Answer(b"what the hub says"))
    landing.refuse_damage(manifest)


def test_a_torn_line_of_a_killed_process_harms_no_later_one(tmp_path):
    note(tmp_path, Attempted(at=START))
    with (tmp_path / "attempts.jsonl").open("ab") as file:
        file.write(b'{"at": "2026')
    note(tmp_path, Attempted(at=START, orders=7))
    lines = (tmp_path / "attempts.jsonl").read_bytes().splitlines()
    assert msgspec.json.decode(lines[-1], type=Attempted).orders == 7
