"""A link leads to the configured host or nowhere."""

import pytest

from orders_pipeline.channels.errors import ForeignHost
from orders_pipeline.channels.hosts import Origin

BASE = "https://api.hub.example"

FOREIGN = [
    "https://evil.example/v1",
    "http://api.hub.example/v1",
    "https://api.hub.example:8443/v1",
    "https://api.hub.example:99999/v1",
    "https://api.hub.example:x/v1",
    "https://api.hub.example@evil.example/v1",
    "https://user:pw@api.hub.example/v1",
    "https://@api.hub.example/v1",
    "https://api.hub.example.evil.example/",
    "https://api.hub.example..",
    "//evil.example/v1",
    "\\\\evil.example\\v1",
    "https:\\\\evil.example",
    "https://evil.example\\@api.hub.example/",
    "https://api.hub.example\\.evil.example/",
    "https://api.hub.example\t.evil.example/",
    "ht\ntps://api.hub.example/",
    " https://api.hub.example/",
    "/v1/Orders\r\nHost: evil",
    "https://\u0430pi.hub.example/",  # a Cyrillic a
    "https://api.hub.example%2eevil.example/",
    "https://[::1/",
    "ftp://api.hub.example/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/plain,x",
]


@pytest.mark.parametrize("link", FOREIGN)
def test_a_link_elsewhere_is_refused(link: str) -> None:
    with pytest.raises(ForeignHost) as caught:
        Origin(BASE).resolve(link)
    assert "pw" not in str(caught.value)


AT_HOME = {
    "/v1/Orders": "/v1/Orders",
    "v1/Orders?$skip=20": "/v1/Orders?$skip=20",
    "?$skip=20": "/?$skip=20",
    "https://api.hub.example/v1": "/v1",
    "https://API.Hub.Example/v1": "/v1",
    "HTTPS://api.hub.example/v1": "/v1",
    "https://api.hub.example./v1": "/v1",
    "https://api.hub.example:443/v1": "/v1",
    "//api.hub.example/v1": "/v1",
    "https://\uff41pi.hub.example/v1": "/v1",  # a full-width a: the same name
    "https://api.hub.example//evil.example/v1": "/evil.example/v1",
    "https://api.hub.example?x=https://evil.example/": "/?x=https://evil.example/",
    "https://api.hub.example#@evil.example/": "/",
    "/v1?$filter=ImportDateUtc ge 2026-01-01T00:00:00Z": "/v1?$filter=ImportDateUtc ge 2026-01-01T00:00:00Z",
}


@pytest.mark.parametrize("link", AT_HOME)
def test_a_link_at_home_is_rebuilt_on_the_configured_host(link: str) -> None:
    assert Origin(BASE).resolve(link) == BASE + AT_HOME[link]


def test_a_port_that_is_configured_is_kept() -> None:
    assert Origin("http://127.0.0.1:8099/").resolve("/v1") == "http://127.0.0.1:8099/v1"


@pytest.mark.parametrize(
    "base_url", ["", "api.hub.example", "ftp://x", "https://u@x", "https://x?y=1", "https://ü.example", "https:// x"]
)
def test_a_base_that_is_not_plain_is_no_base(base_url: str) -> None:
    with pytest.raises(ValueError, match="base_url"):
        Origin(base_url)
