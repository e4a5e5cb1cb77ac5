"""The address of a hub: the only host that an account ever speaks to, so it is read strictly.

Pure. https, or http on loopback; no credentials, query or fragment; nothing that two parsers could read differently.
"""

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from orders_pipeline.settings.mistakes import Problem, Wrong, wrong
from orders_pipeline.settings.values import text

HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
PATH = re.compile(r"[A-Za-z0-9._~/-]*")
DEFAULT_PORTS = {"https": 443, "http": 80}
REMEDY = "Write scheme and host only, as in https://api.channeladvisor.com."


def base_url(value: object) -> str:
    """The address in its normal form: lower-case scheme and host, no default port, no slash at the end."""
    return _address(value, is_spoken_to=True)


def shown_url(value: object) -> str:
    """An address that is only shown to people: http is allowed on any host. In its normal form as well."""
    return _address(value, is_spoken_to=False)


def _address(value: object, *, is_spoken_to: bool) -> str:
    written = text(value)
    try:
        if not re.fullmatch(r"[!-~]+", written):
            raise ValueError
        url = urlsplit(written)
        port = url.port
    except ValueError:
        raise wrong("is not a web address", REMEDY) from None
    questions = _questions(written, url, port, is_spoken_to)
    problems = [Problem(what, remedy) for is_so, what, remedy in questions if is_so]
    if problems:
        raise Wrong(*problems)
    host = f"[{url.hostname}]" if ":" in (url.hostname or "") else url.hostname
    shown_port = "" if port in (None, DEFAULT_PORTS[url.scheme]) else f":{port}"
    return f"{url.scheme}://{host}{shown_port}{url.path.rstrip('/')}"


def _questions(written: str, url: SplitResult, port: int | None, is_spoken_to: bool) -> list[tuple[bool, str, str]]:
    host = url.hostname or ""
    return [
        (url.scheme not in DEFAULT_PORTS, "does not begin with https://", REMEDY),
        (
            is_spoken_to and url.scheme == "http" and not is_loopback(host),
            "is http on a host that is not this machine",
            "Write https://; http is for loopback only (127.0.0.1, localhost, [::1]).",
        ),
        ("@" in url.netloc, "holds credentials", "Remove everything up to the @, and name them under secrets instead."),
        (url.scheme in DEFAULT_PORTS and not is_host(host), "names no host", REMEDY),
        ("?" in written, "holds a query", "Remove the ? and everything after it."),
        ("#" in written, "holds a fragment", "Remove the # and everything after it."),
        (not PATH.fullmatch(url.path) or ".." in url.path.split("/"), "holds a path that is not plain", REMEDY),
        (port == 0, "names port 0", "Write a port from 1 to 65535, or none."),
    ]


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def is_host(host: str) -> bool:
    try:
        return bool(HOST.fullmatch(host) or ip_address(host)) and "%" not in host
    except ValueError:
        return False
