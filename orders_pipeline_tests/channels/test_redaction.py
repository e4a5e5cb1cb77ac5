"""No secret survives in a text, whatever it is wrapped in; and what is no secret stays readable."""

import base64
import json
from urllib.parse import quote, quote_plus, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orders_pipeline.channels.redaction import Redactor

SECRET = "s3cr3t/+ k&y=="

WRAPPINGS = {
    "as it is": lambda secret: f"told {secret} loudly",
    "in a URL": lambda secret: f"https://hub/x?q={quote(secret, safe='')}",
    "in a form": lambda secret: urlencode({"message": secret}),
    "encoded twice": lambda secret: urlencode({"message": quote_plus(secret)}),
    "in lower-case escapes": lambda secret: quote(secret, safe="").lower(),
    "in JSON": lambda secret: json.dumps({"x": secret}),
    "in XML": lambda secret: f"<x>{secret.replace('&', '&amp;')}</x>",
    "in base64": lambda secret: base64.b64encode(secret.encode()).decode(),
    "in Basic": lambda secret: f"x {base64.b64encode(f'app-id:{secret}'.encode()).decode()}",
    "in Basic, shifted": lambda secret: f"x {base64.b64encode(f'app-id2:{secret}'.encode()).decode()}",
    "in URL-safe base64": lambda secret: base64.urlsafe_b64encode(f"12{secret}34".encode()).decode(),
}


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_a_registered_secret_is_hidden(wrapping: str) -> None:
    text = Redactor(SECRET).text(WRAPPINGS[wrapping](SECRET))
    assert "***" in text
    assert "s3cr3t" not in text.lower() and "k&y" not in text and "k%26y" not in text.lower()
    assert base64.b64encode(SECRET.encode()).decode()[:8] not in text


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=8), st.sampled_from(sorted(WRAPPINGS)))
def test_no_secret_is_so_odd_that_it_shows(secret: str, wrapping: str) -> None:
    wrapped = WRAPPINGS[wrapping](secret)
    redacted = Redactor(secret).text(wrapped)
    for form in (secret, quote(secret, safe=""), base64.b64encode(secret.encode()).decode()):
        assert form not in redacted


TELLING = [
    "https://hub/v1/Orders?access_token=abc123&$skip=20",
    "https://hub/v1/Orders?$skip=20&api%5Fkey=abc123",
    "https://hub/x?key=abc123",
    "https://hub/x?ApiKey=abc123#f",
    "https://user:abc123@hub/x",
    "https://abc123@hub/x",
    '{"password": "abc123 and more"}',
    '{"refresh_token":"abc123"}',
    "X-Channel-Ape-Authorization-Token: abc123",
    "Authorization: Bearer abc123",
    "error: access_token=abc123",
    "sent Basic YWJjMTIzOmFiYzEyMw== to it abc123"[:-7],
    "<web:Password>abc123</web:Password>",
    "<ApiKey><![CDATA[abc123]]></ApiKey>",
    "client_secret='abc123'",
]


@pytest.mark.parametrize("text", TELLING)
def test_what_stands_behind_a_telling_name_is_hidden(text: str) -> None:
    redacted = Redactor().url(text)
    assert "abc123" not in redacted and "YWJj" not in redacted and "***" in redacted


@pytest.mark.parametrize(
    "text",
    [
        "https://hub/v1/Orders?$filter=ImportDateUtc%20ge%202026-01-01T00:00:00Z&$skip=20",
        "https://hub/v1/orders?businessId=1&lastKey=abc&$skiptoken=xyz",
        "Carrier and Class is invalid.",
        "Authorization has been denied for this request.",
        "order 113-0000000-0000001 was not found",
    ],
)
def test_what_is_no_secret_stays_readable(text: str) -> None:
    assert Redactor("something-else").url(text) == text


def test_a_token_that_is_renewed_hides_the_old_one_too() -> None:
    redactor = Redactor("first-token")
    redactor.hide("second-token")
    assert redactor.text("first-token second-token") == "*** ***"


def test_nothing_registered_hides_nothing() -> None:
    assert Redactor("").text("plain") == "plain"
