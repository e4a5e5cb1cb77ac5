"""What hubs say in refusals, when to come back, and how an error reads."""

import pickle
from datetime import UTC, datetime
from random import Random

import pytest

from orders_pipeline.channels import errors
from orders_pipeline.channels.complaints import LONGEST, message_of
from orders_pipeline.channels.redaction import Redactor
from orders_pipeline.channels.retries import RetryRule, retry_after_of

SAID: list[tuple[bytes, str | None]] = [
    (b'{"error":{"code":"","message":"Carrier and Class is invalid."}}', "Carrier and Class is invalid."),
    (b'{"$id":"1","Message":"No HTTP resource was found."}', "No HTTP resource was found."),
    (b'\xef\xbb\xbf{"Message":"With a byte order mark."}', "With a byte order mark."),
    (b'{"error":"invalid_grant"}', "invalid_grant"),
    (b'{"errors":[{"code":174,"message":"Order could not be found."}]}', "Order could not be found. (code 174)"),
    (b'{"errors":[{"message":"a"},{"message":"b"}]}', "a; b"),
    (b"<a><soap:Fault><faultstring>Authentication failed.</faultstring></soap:Fault></a>", "Authentication failed."),
    (b"<ChannelUnity><Status><![CDATA[Error - invalid date]]></Status></ChannelUnity>", "Error - invalid date"),
    (b"<html><title>502 Bad\r\n Gateway</title><body>x</body></html>", "502 Bad Gateway"),
    (b"TOO MANY REQUESTS", "TOO MANY REQUESTS"),
    (b'{"error":{"code":', None),
    (b'{"value":[{"ShippingLastName":"Doe","ShippingAddressLine1":"1 Elm St"' + b" " * 70_000 + b"}]}", None),
    (b"", None),
    (b"   ", None),
    (b"{}", None),
    (b'{"error":null}', None),
    (b"<html></html>", None),
    (b"\xff\xfe\x00\x1b[31m", "\ufffd\ufffd[31m"),
    (b"[" * 60_000, None),
    (b"x" * 60_000, "x" * (LONGEST - 1) + "…"),
    (
        b'{"Message":"buyer jane.doe@example.com is unknown, access_token=abc"}',
        "buyer *** is unknown, access_token=***",
    ),
]


@pytest.mark.parametrize(("body", "said"), SAID)
def test_the_message_of_a_hub_is_found_in_any_shape(body: bytes, said: str | None) -> None:
    assert message_of(body) == said


def test_a_message_repeats_no_registered_secret() -> None:
    assert message_of(b'{"Message":"bad key sesame-42"}', Redactor("sesame-42")) == "bad key ***"


NOW = datetime(2026, 8, 1, 12, 0, 0, tzinfo=UTC)
WAITS: list[tuple[dict[str, str], float | None]] = [
    ({"Retry-After": "30"}, 30.0),
    ({"Retry-After": " 1.5 "}, 1.5),
    ({"Retry-After": "-5"}, 0.0),
    ({"Retry-After": "Sat, 01 Aug 2026 12:01:00 GMT"}, 60.0),
    ({"Retry-After": "Sat, 01 Aug 2026 11:00:00 GMT"}, 0.0),
    ({"Retry-After": "Sat, 01 Aug 2026 13:01:00 GMT", "Date": "Sat, 01 Aug 2026 13:00:00 GMT"}, 60.0),
    ({"Retry-After": "soon"}, None),
    ({"Retry-After": "nan"}, None),
    ({"Retry-After": "1e999"}, None),
    ({"Retry-After": ""}, None),
    ({}, None),
]


@pytest.mark.parametrize(("headers", "seconds"), WAITS)
def test_retry_after_is_read_as_seconds_or_as_a_date(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after_of(headers, NOW) == seconds


def test_pauses_double_up_to_the_longest_and_never_fall_below_half() -> None:
    rule, rng = RetryRule(first_delay=1.0, longest_delay=8.0), Random(7)
    for attempt, step in enumerate([1, 2, 4, 8, 8, 8], start=1):
        assert step / 2 <= rule.delay(attempt, rng) <= step
    assert rule.delay(10_000, rng) <= 8.0


def test_an_error_reads_as_who_what_what_next_and_where() -> None:
    error = errors.Unknown("refund rma-77 was sent, and no answer came", url="https://hub/x")
    error.about(account="us-main", order_id="113-1", url="ignored: there is one already")
    assert str(error) == (
        "order 113-1 (account us-main): refund rma-77 was sent, and no answer came. "
        "It may have been applied: look at the hub before anything else. (https://hub/x)"
    )


def test_an_error_without_context_is_still_a_sentence() -> None:
    assert str(errors.Malformed("a page")).startswith("a page. ")
    assert str(errors.HubError("Odd.")) == "Odd."


def test_an_error_keeps_its_fields_between_processes() -> None:
    error = errors.Retriable("busy", retry_after=7.0, account="us-main", status=429)
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.retry_after, copy.status) == (str(error), 7.0, 429)
