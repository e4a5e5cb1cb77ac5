"""The session against a real socket that plays scripted answers: whole, cut, stalled, dripping, reset, or garbage."""

import contextlib
import gzip
import json
import logging
import queue
import shutil
import socket
import ssl
import struct
import subprocess
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from urllib3.exceptions import ConnectTimeoutError

from orders_pipeline.channels import errors
from orders_pipeline.channels.budget import Budget, Pace, Slots
from orders_pipeline.channels.http import HubSession
from orders_pipeline.channels.retries import RetryRule

PAGE = b'{"value":[{"ID":19918546,"TotalPrice":58.54}]}'
TOKEN = "tok-5f2a90c1"
Step = bytes | Callable[[socket.socket], None]


def answer(status: int = 200, body: bytes = PAGE, **headers: str) -> bytes:
    named = {"Content-Length": str(len(body)), "Connection": "close"}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"HTTP/1.1 {status} Said\r\n{head}\r\n".encode() + body


def chunked(*pieces: bytes) -> bytes:
    body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (*pieces, b""))
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + body


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def stall(connection: socket.socket) -> None:
    connection.recv(1)  # until the other side gives up


def drip(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(100):
        connection.sendall(b" ")
        time.sleep(0.02)


class Hub:
    """Answers one request a connection, each with the next step of its script; keeps what it was asked."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        self._script: queue.SimpleQueue[Step] = queue.SimpleQueue()
        self.always: Step | None = None
        threading.Thread(target=self._accept, daemon=True).start()

    def plays(self, *steps: Step) -> None:
        for step in steps:
            self._script.put(step)

    @property
    def lines(self) -> list[str]:
        return [line for line, _, _ in self.asked]

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as reader:
            line = reader.readline().decode().strip()
            headers = {}
            while field := reader.readline().decode("latin-1").strip():
                name, _, value = field.partition(": ")
                headers[name.lower()] = value
            body = reader.read(int(headers.get("content-length", 0)))
            self.asked.append((line, headers, body))
            step = self.always or self._script.get(timeout=5)
            with contextlib.suppress(OSError):
                connection.sendall(step) if isinstance(step, bytes) else step(connection)


class Hours:
    """One time for clock, budget and sleep; it moves when somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.slept: list[float] = []

    def now(self) -> datetime:
        return datetime(2026, 8, 1, 12, tzinfo=UTC) + timedelta(seconds=self.seconds)

    def clock(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds


@pytest.fixture
def hub() -> Iterator[Hub]:
    playing = Hub()
    yield playing
    playing.close()


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
def open_session(tmp_path: Path, hub: Hub, hours: Hours) -> Iterator[Callable[..., HubSession]]:
    opened: list[HubSession] = []

    def build(base_url: str | None = None, **changed: Any) -> HubSession:
        slots, pace = Slots(tmp_path, "application", 4), Pace(tmp_path, "profile", 60_000, clock=hours.clock)
        settings: dict[str, Any] = {
            "account": "us-main",
            "retries": RetryRule(attempts=3),
            "timeouts": (2.0, 2.0),
            "clock": hours.now,
            "sleep": hours.sleep,
            "rng": Random(1),
        }
        budget = Budget(slots, pace, sleep=hours.sleep)
        opened.append(HubSession(base_url or hub.url, budget, **settings | changed))
        return opened[-1]

    yield build
    for session in opened:
        session.close()


@pytest.fixture
def session(open_session: Callable[..., HubSession]) -> HubSession:
    return open_session()


Open = Callable[..., HubSession]


# What is read is whole, or it is an error.


def test_a_whole_page_comes_with_its_circumstances(hub: Hub, session: HubSession, hours: Hours) -> None:
    hub.plays(answer(Date="Sat, 01 Aug 2026 11:59:58 GMT", X_Odd="1"))
    page = session.fetch("/v1/Orders", {"$filter": "ID gt 7", "exported": "false"}, {"Authorization": "Bearer x-y-z-1"})
    assert (page.status, page.body, page.headers["x-ODD"], page.attempts) == (200, PAGE, "1", 1)
    assert page.requested_at == page.received_at == hours.now()
    assert page.hub_time == datetime(2026, 8, 1, 11, 59, 58, tzinfo=UTC)
    assert page.url == f"{hub.url}/v1/Orders?$filter=ID%20gt%207&exported=false"
    assert hub.lines == ["GET /v1/Orders?$filter=ID%20gt%207&exported=false HTTP/1.1"]
    assert hub.asked[0][1]["authorization"] == "Bearer x-y-z-1"
    assert PAGE.decode() not in repr(page)


@pytest.mark.parametrize(
    "whole", [answer(), chunked(PAGE[:20], PAGE[20:]), answer(body=gzip.compress(PAGE), Content_Encoding="gzip")]
)
def test_a_page_cut_anywhere_is_never_taken_for_a_whole_one(hub: Hub, open_session: Open, whole: bytes) -> None:
    session = open_session(retries=RetryRule(attempts=1))
    end_of_data = len(whole) if b"chunked" not in whole else whole.rindex(b"0\r\n\r\n")
    for cut_at in range(end_of_data):
        hub.plays(whole[:cut_at])
        with pytest.raises(errors.Retriable):
            session.fetch("/")
    hub.plays(whole)
    assert session.fetch("/").body == PAGE


IMPATIENT: dict[str, Any] = {"timeouts": (0.1, 0.1)}
PASSING: dict[str, Step] = {
    "a reset": reset,
    "silence": stall,
    "nothing at all": b"",
    "garbage": b"\x16\x03\x01 what?\r\n\r\n",
    "a short body": answer()[:-1],
    "an empty answer cut in its headers": b"HTTP/1.1 200 OK\r\nContent-Le",
    "a broken chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "a broken compression": answer(body=b"no gzip at all", Content_Encoding="gzip"),
    "406": answer(406),
    "408": answer(408),
    "429": answer(429, b"TOO MANY REQUESTS"),
    "500": answer(500),
    "502": answer(502, b"<html><title>Bad Gateway</title></html>"),
    "503": answer(503, b""),
}


@pytest.mark.parametrize("trouble", PASSING)
def test_a_read_is_made_again_after(hub: Hub, open_session: Open, hours: Hours, trouble: str) -> None:
    hub.plays(PASSING[trouble], PASSING[trouble], answer())
    session = open_session(**_patience_with(trouble))
    assert session.fetch("/").attempts == 3
    assert len(hub.asked) == 3 and hours.seconds >= 0.25 + 0.5


@pytest.mark.parametrize("trouble", PASSING)
def test_what_does_not_pass_ends_as_retriable(hub: Hub, open_session: Open, trouble: str) -> None:
    hub.plays(*[PASSING[trouble]] * 2)
    with pytest.raises(errors.Retriable) as caught:
        open_session(retries=RetryRule(attempts=2), **_patience_with(trouble)).fetch("/v1/Orders")
    assert len(hub.asked) == 2
    assert str(caught.value).startswith("account us-main: GET") and f"({hub.url}/v1/Orders)" in str(caught.value)


FOR_GOOD: list[tuple[Step, type[errors.HubError], str]] = [
    (answer(400, b'{"error":{"code":"","message":"Bad filter."}}'), errors.Rejected, 'The hub says: "Bad filter."'),
    (answer(401, b'{"Message":"Authorization has been denied."}'), errors.Unauthorized, "has been denied"),
    (answer(403), errors.Rejected, "status 403"),
    (answer(404, b""), errors.Rejected, "status 404"),
    (answer(304, b""), errors.Incomplete, "status 304"),
    (answer(206), errors.Incomplete, "status 206"),
    (answer(302, b"", Location="/elsewhere"), errors.Incomplete, "status 302"),
    (answer(302, b""), errors.Incomplete, "status 302"),
    (answer(302, b"", Location="https://evil.example/"), errors.ForeignHost, "evil.example"),
    (answer(302, b"x" * 3_000, Location="/"), errors.Incomplete, "larger"),
    (answer(body=b"x" * 2_001), errors.Incomplete, "larger than is allowed"),
    (chunked(*[b"x" * 500] * 5), errors.Incomplete, "larger than is allowed"),
    (answer(body=gzip.compress(b"0" * 50_000_000), Content_Encoding="gzip"), errors.Incomplete, "larger"),
    (drip, errors.Retriable, "did not end in time"),
]


@pytest.mark.parametrize(("step", "error", "says"), FOR_GOOD)
def test_a_read_is_not_made_again_after(
    hub: Hub, open_session: Open, step: Step, error: type[errors.HubError], says: str
) -> None:
    hub.plays(step)
    with pytest.raises(error) as caught:
        open_session(max_body_bytes=2_000, deadline=0.1).fetch("/v1/Orders")
    assert type(caught.value) is error and says in str(caught.value)
    assert len(hub.asked) == 1


def test_a_host_that_is_not_there_is_asked_again_and_then_left(open_session: Open, hours: Hours) -> None:
    with pytest.raises(errors.Retriable, match="no connection"):
        open_session(_closed_port()).fetch("/")
    assert len(hours.slept) == 2


def test_retry_after_is_honoured_and_holds_the_whole_profile_off(
    hub: Hub, session: HubSession, hours: Hours, tmp_path: Path
) -> None:
    hub.plays(answer(429, Retry_After="40"), answer())
    others = Pace(tmp_path, "profile", 60_000, clock=hours.clock)
    seen: list[float] = []

    def sleep(seconds: float) -> None:
        seen.append(others.take())
        hours.sleep(seconds)

    session._sleep = sleep
    assert session.fetch("/").attempts == 2
    assert seen[0] == pytest.approx(40) and hours.seconds >= 40


def test_a_retry_after_that_is_too_long_is_handed_up(hub: Hub, session: HubSession, hours: Hours) -> None:
    hub.plays(answer(503, Retry_After="Sat, 01 Aug 2026 13:00:00 GMT"))
    with pytest.raises(errors.Retriable) as caught:
        session.fetch("/")
    assert caught.value.retry_after == 3600.0 and hours.slept == [] and caught.value.status == 503


def test_an_exhausted_budget_is_retriable_and_asks_nothing(hub: Hub, session: HubSession) -> None:
    session._budget.pause(3_000)
    with pytest.raises(errors.Retriable, match="budget") as caught:
        session.fetch("/")
    assert caught.value.retry_after == pytest.approx(3_000) and hub.asked == []


def test_a_write_by_fetch_is_refused(session: HubSession) -> None:
    with pytest.raises(ValueError, match="send_once"):
        session.fetch("/", method="PUT")


def test_a_link_elsewhere_is_never_asked(hub: Hub, session: HubSession) -> None:
    for call in (session.fetch, session.check_host, lambda link: session.send_once("POST", link)):
        with pytest.raises(errors.ForeignHost, match="us-main"):
            call("//evil.example/v1")
    assert hub.asked == []


def test_proxies_netrc_and_cookies_are_not_used(
    hub: Hub, session: HubSession, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login a password b")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    hub.plays(answer(Set_Cookie="a=b"), answer())
    assert [session.fetch("/").status for _ in range(2)] == [200, 200]
    assert not {"authorization", "cookie", "proxy-authorization"} & set(hub.asked[1][1])


def test_five_threads_share_a_session_within_the_budget(hub: Hub, open_session: Open, tmp_path: Path) -> None:
    running, most, lock = 0, 0, threading.Lock()

    def slow(connection: socket.socket) -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.01)
        with lock:
            running -= 1
        connection.sendall(answer())

    hub.always = slow
    budget = Budget.of(tmp_path, "shared", 2, 60_000)
    with open_session() as session, ThreadPoolExecutor(5) as pool:
        session._budget = budget
        bodies = list(pool.map(lambda n: session.fetch(f"/{n}").body, range(30)))
    assert bodies == [PAGE] * 30 and most == 2


# Reads that are asked by a form.


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirected_form_stays_a_post_with_its_body(hub: Hub, session: HubSession, status: int) -> None:
    hub.plays(answer(status, b"", Location=f"{hub.url}/event2.php"), answer())
    assert session.post_form("/event.php", {"message": "<a>+%2B</a>"}).attempts == 1
    (first, _, one), (second, headers, two) = hub.asked
    assert (first, second) == ("POST /event.php HTTP/1.1", "POST /event2.php HTTP/1.1")
    assert one == two == b"message=%3Ca%3E%2B%252B%3C%2Fa%3E"
    assert headers["content-type"] == "application/x-www-form-urlencoded"


def test_a_form_follows_three_redirects_and_no_more(hub: Hub, session: HubSession) -> None:
    hub.plays(*[answer(302, b"", Location="/event.php")] * 4)
    with pytest.raises(errors.Incomplete, match="302"):
        session.post_form("/event.php", {})
    assert len(hub.asked) == 4


def test_a_form_is_not_carried_to_another_host(hub: Hub, session: HubSession) -> None:
    hub.plays(answer(302, b"", Location="https://evil.example/event.php"))
    with pytest.raises(errors.ForeignHost):
        session.post_form("/event.php", {"message": "x"})
    assert len(hub.asked) == 1


# Writes: one attempt, whatever happens.


@pytest.mark.parametrize("status", [200, 204, 302, 400, 401, 409, 429, 500, 503])
def test_every_whole_answer_to_a_write_is_returned(hub: Hub, session: HubSession, status: int) -> None:
    hub.plays(answer(status, b"", Location="/x", Retry_After="1"))
    assert (
        session.send_once("POST", "/v1/Orders(1)/Adjust", b"{}", {"Content-Type": "application/json"}).status == status
    )
    assert len(hub.asked) == 1 and hub.asked[0][2] == b"{}"


def test_a_write_that_was_too_much_holds_the_profile_off_as_long_as_the_hub_says(hub: Hub, session: HubSession) -> None:
    hub.plays(answer(429, Retry_After="40"))
    session.send_once("POST", "/", b"{}")
    assert session._budget.pace.take() == pytest.approx(40)


IN_DOUBT = {name: step for name, step in PASSING.items() if not name.isdigit()} | {
    "a drip": drip,
    "too much": answer(body=b"x" * 2_001),
}


@pytest.mark.parametrize("trouble", IN_DOUBT)
def test_a_write_is_in_doubt_and_is_not_made_again_after(hub: Hub, open_session: Open, trouble: str) -> None:
    hub.plays(IN_DOUBT[trouble], answer())
    with pytest.raises(errors.Unknown, match="may have been applied"):
        session = open_session(max_body_bytes=2_000, deadline=0.1, **_patience_with(trouble))
        session.send_once("POST", "/v1/Orders(1)/Adjust", b"{}")
    assert len(hub.asked) == 1


def test_a_write_that_found_no_host_was_not_sent(open_session: Open) -> None:
    with pytest.raises(errors.NotSent, match="No byte of the request left"):
        open_session(_closed_port()).send_once("POST", "/", b"{}")


def test_a_write_whose_host_has_no_name_was_not_sent(open_session: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_name(*_: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", no_name)
    with pytest.raises(errors.NotSent):
        open_session("http://hub.example").send_once("POST", "/", b"{}")


def test_a_write_that_could_not_connect_in_time_was_not_sent(open_session: Open) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as deaf:
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(deaf.getsockname())
        session = open_session(f"http://127.0.0.1:{deaf.getsockname()[1]}", **IMPATIENT)
        with pytest.raises(errors.NotSent, match="ConnectTimeoutError"):
            session.send_once("POST", "/", b"{}")
        for one in waiting:
            one.close()


def test_a_write_without_a_turn_was_not_sent(hub: Hub, session: HubSession) -> None:
    session._budget.pause(3_000)
    with pytest.raises(errors.NotSent, match="budget"):
        session.send_once("POST", "/", b"{}")
    assert hub.asked == []


@pytest.mark.parametrize("value", [f"{TOKEN}\r\nX: y", f"{TOKEN} \u20ac"])
def test_a_write_with_a_header_that_cannot_be_sent_was_not_sent(hub: Hub, session: HubSession, value: str) -> None:
    with pytest.raises(errors.NotSent) as caught:
        session.send_once("POST", "/", b"{}", {"X-Api": value})
    assert TOKEN not in _everything(caught.value) and hub.asked == []


def test_a_write_while_another_error_is_handled_is_judged_by_itself(hub: Hub, session: HubSession) -> None:
    hub.plays(reset)
    with pytest.raises(errors.Unknown):
        try:
            raise ConnectTimeoutError("of another hub")
        except ConnectTimeoutError:
            session.send_once("POST", "/", b"{}")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes its certificate with openssl")
def test_a_certificate_that_nobody_vouches_for_gets_no_byte(open_session: Open, tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    made += ["-keyout", str(key), "-out", str(certificate), "-subj", "/CN=localhost", "-days", "2"]
    subprocess.run(made, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    got: list[bytes] = []

    def serve(listener: socket.socket) -> None:
        for _ in range(2):
            connection, _ = listener.accept()
            try:
                with context.wrap_socket(connection, server_side=True) as secured:
                    got.append(secured.recv(100))
            except OSError:
                connection.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, args=(listener,), daemon=True).start()
        session = open_session(f"https://localhost:{listener.getsockname()[1]}")
        with pytest.raises(errors.NotSent, match="certificate"):
            session.send_once("POST", "/", b"{}")
        with pytest.raises(errors.Incomplete, match="certificate"):
            session.fetch("/")
    assert got == []


# Nothing that leaves the session holds a secret.


@pytest.mark.parametrize("trouble", [*PASSING, "refused", "400"])
def test_no_token_surfaces_in_errors_or_logs(
    hub: Hub, open_session: Open, caplog: pytest.LogCaptureFixture, trouble: str
) -> None:
    caplog.set_level(logging.DEBUG)
    echo = json.dumps({"Message": f"no such token {TOKEN}"}).encode()
    hub.plays(*[PASSING.get(trouble, answer(400, echo))] * 3)
    session = open_session(_closed_port() if trouble == "refused" else None, **_patience_with(trouble))
    session.redactor.hide(TOKEN)
    link = f"/v1/{TOKEN}/Orders?access_token={TOKEN}&q={TOKEN}"
    with pytest.raises(errors.HubError) as caught:
        session.fetch(link, headers={"Authorization": f"Bearer {TOKEN}"})
    assert TOKEN not in _everything(caught.value)
    assert TOKEN not in caplog.text


def test_a_header_that_tells_is_hidden_without_being_registered(hub: Hub, session: HubSession) -> None:
    hub.plays(answer(400, json.dumps({"Message": f"unknown {TOKEN}"}).encode()))
    with pytest.raises(errors.Rejected) as caught:
        session.fetch("/", headers={"X-Channel-Ape-Authorization-Token": TOKEN})
    assert caught.value.hub_message == "unknown ***"


def test_the_url_of_an_answer_holds_no_token(hub: Hub, session: HubSession) -> None:
    hub.plays(answer())
    assert (
        session.fetch(f"/v1/Orders?access_token={TOKEN}&$skip=20").url
        == f"{hub.url}/v1/Orders?access_token=***&$skip=20"
    )


def test_a_clock_without_a_zone_is_refused(open_session: Open) -> None:
    with pytest.raises(ValueError, match="aware"):
        open_session(clock=lambda: datetime(2026, 8, 1)).fetch("/")  # noqa: DTZ001


def _patience_with(trouble: str) -> dict[str, Any]:
    return IMPATIENT if trouble == "silence" else {}


def _closed_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


def _everything(error: BaseException) -> str:
    """All that a log or a tracker could show of an error, its causes and contexts included."""
    shown = ["".join(traceback.format_exception(error)), repr(error), repr(vars(error))]
    linked = [one for one in (error.__cause__, error.__context__) if one is not None]
    return "\n".join(shown + [_everything(one) for one in linked])
