"""Keeps secrets out of every text that a person or a log may see: URLs, messages of hubs, sentences of errors.

Two nets: values that were registered are hidden in any encoding they travel in; values that stand behind a telling name
(`access_token=`, `"password":`, `<ApiKey>`) are hidden without having been registered. Rather too much than too little.
"""

import base64
import json
import re
import threading
from collections.abc import Iterator, Mapping
from functools import lru_cache
from urllib.parse import quote, quote_plus, unquote
from xml.sax.saxutils import escape

HIDDEN = "***"
# A name is telling when it is one of these, or holds one of the parts. OData's paging tokens are positions, no secrets.
SECRET_NAMES = frozenset({"key", "pwd", "auth", "sig", "cookie", "setcookie"})
SECRET_PARTS = (
    *("token", "secret", "passw", "credential", "signature", "authorization", "jwt", "assertion", "sessionid"),
    *("apikey", "developerkey", "accesskey", "privatekey", "sharedkey"),
)
PAGING_NAMES = frozenset({"skiptoken", "deltatoken"})

_NAMED = re.compile(r"(?<![\w$%.-])(?P<name>[\w$%.-]++)(?P<mark>[\"']?\s*+[=:]\s*+[\"']?)")
_TAGGED = re.compile(r"<(?:\w++:)?(?P<name>\w++)[^<>]*+>(?:<!\[CDATA\[)?(?P<value>[^<]++)")
_SCHEMED = re.compile(r"\b(Bearer|Basic)\s+[\w+/.=~-]{16,}", re.IGNORECASE)
_USERINFO = re.compile(r"://[^/\s@?#]*+@")
_VALUE = {  # by the last character of the mark
    '"': re.compile(r'[^"]*'),
    "'": re.compile(r"[^']*"),
    "": re.compile(r"(?:(?:Bearer|Basic)\s+)?[^\s\"'&<>;,]*", re.IGNORECASE),
}
_SHORTEST_ENCODED = 6  # bytes; the base64 of less would be found everywhere


class Redactor:
    """Knows the secrets of one account. Safe for threads: tokens are renewed while others write logs."""

    def __init__(self, *secrets: str) -> None:
        self._lock = threading.Lock()
        self._known: frozenset[str] = frozenset()
        self._pattern: re.Pattern[str] | None = None
        for secret in secrets:
            self.hide(secret)

    def hide(self, value: str) -> None:
        """From now on `value` appears in no text, neither plain nor URL-encoded, quoted or in base64."""
        fresh = {value, value.strip()} - self._known - {""}
        if not fresh:
            return
        with self._lock:
            self._known |= fresh
            self._pattern = None  # made anew by the next text: several secrets come at once

    def _current(self) -> re.Pattern[str] | None:
        """The pattern of everything that is known; None where nothing is."""
        pattern = self._pattern
        if pattern is None and self._known:
            with self._lock:
                forms = {form for secret in self._known for form in _forms(secret)}
                longest_first = sorted(forms, key=lambda form: (-len(form), form))
                pattern = self._pattern = re.compile("|".join(longest_first), re.IGNORECASE)
        return pattern

    def hide_headers(self, headers: Mapping[str, str]) -> None:
        """What travels in telling headers is a secret: with and without its scheme word."""
        for name, value in headers.items():
            if is_telling(name) and value:
                self.hide(value)
                self.hide(value.rpartition(" ")[2])

    def text(self, text: str) -> str:
        """`text` without secrets. Registered values go first: the names would cut them in two."""
        if (known := self._current()) is not None:
            text = known.sub(HIDDEN, text)
        text = _USERINFO.sub(f"://{HIDDEN}@", text)
        text = _TAGGED.sub(_hide_tagged, _hide_named(text))
        return _SCHEMED.sub(rf"\1 {HIDDEN}", text)

    def body(self, body: bytes) -> bytes:
        """`body` without the secrets that are registered; every other byte stays."""
        if (known := self._current()) is None:
            return body
        return known.sub(HIDDEN, body.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")

    def url(self, url: str) -> str:
        """`url` without userinfo, fragment and secrets; paging and filters stay readable."""
        return self.text(url.partition("#")[0])


@lru_cache(maxsize=1024)  # of names, which are few; values are never kept
def is_telling(name: str) -> bool:
    """Whether a parameter, header or element of this name holds a secret."""
    word = re.sub(r"[^a-z0-9]", "", unquote(name).lower())
    return word in SECRET_NAMES or (word not in PAGING_NAMES and any(part in word for part in SECRET_PARTS))


def _hide_named(text: str) -> str:
    kept, at = [], 0
    for found in _NAMED.finditer(text):
        if found.start() < at or not is_telling(found["name"]):
            continue
        last = found["mark"][-1]
        value = _VALUE[last if last in _VALUE else ""].match(text, found.end())
        kept.append(text[at : found.end()] + HIDDEN)
        at = value.end() if value else found.end()
    return "".join(kept) + text[at:]


def _hide_tagged(found: re.Match[str]) -> str:
    if not is_telling(found["name"]):
        return found[0]
    return found[0][: found.start("value") - found.start()] + HIDDEN


def _forms(secret: str) -> Iterator[str]:
    """Patterns of every way in which `secret` may stand in a text."""
    once = quote(secret, safe="")
    plain = {secret, once, quote(secret), quote_plus(secret), quote(once, safe=""), quote_plus(quote_plus(secret))}
    plain |= {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    plain |= {escape(secret), escape(secret, {'"': "&quot;", "'": "&apos;"})}
    yield from map(re.escape, plain)
    raw = secret.encode()
    if len(raw) >= _SHORTEST_ENCODED:
        for core in _base64_cores(raw):
            yield rf"[\w+/-]?{re.escape(core)}[\w+/-]?={{0,2}}"
            yield re.escape(quote(core, safe=""))


def _base64_cores(raw: bytes) -> Iterator[str]:
    """What of the base64 of a longer text depends on `raw` alone, for each of its three alignments."""
    for before in range(3):
        first, end = -(-before * 8 // 6), (before + len(raw)) * 8 // 6
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield encode(bytes(before) + raw).decode()[first:end]
