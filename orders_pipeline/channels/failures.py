"""Why no whole answer came, told from the exception of the HTTP library. Keeps its class name, never its text.

The text of such an exception holds the URL with everything in it. Pure; the library itself is imported by `http` alone.
"""

import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from http.client import HTTPException

from urllib3 import exceptions as wire


class Kind(Enum):
    UNBUILT = auto()  # a header or a URL that cannot be sent
    NO_TURN = auto()  # the rate budget gave none
    UNSENT = auto()  # no connection: proven that no byte of the request left
    UNTRUSTED = auto()  # the certificate: no byte of the request left either
    SILENT = auto()  # no answer in time
    BROKEN = auto()  # reset, short body, or no HTTP
    DRIPPING = auto()  # an answer that does not end
    TOO_LARGE = auto()
    FAULT = auto()  # nothing that a wire does: a bug, here or in a library


SENTENCE = {
    Kind.UNBUILT: "the request cannot be written as HTTP",
    Kind.NO_TURN: "the rate budget gave no turn",
    Kind.UNSENT: "no connection to the hub could be made",
    Kind.UNTRUSTED: "the certificate of the hub is not trusted",
    Kind.SILENT: "the hub did not answer in time",
    Kind.BROKEN: "the connection or the answer broke off",
    Kind.DRIPPING: "the answer did not end in time",
    Kind.TOO_LARGE: "the answer is larger than is allowed",
    Kind.FAULT: "the exchange failed for a reason that is not known",
}
UNSENT = frozenset({Kind.UNBUILT, Kind.NO_TURN, Kind.UNSENT, Kind.UNTRUSTED})
RETRIED = frozenset({Kind.UNSENT, Kind.SILENT, Kind.BROKEN})
LATER = RETRIED | {Kind.NO_TURN, Kind.DRIPPING}  # the same read may go well another time

# First match along the whole chain wins. A timeout of the TLS handshake is a read timeout here, hence in doubt.
KINDS: tuple[tuple[Kind, tuple[type[BaseException], ...]], ...] = (
    (Kind.UNTRUSTED, (ssl.SSLCertVerificationError,)),
    (Kind.UNSENT, (wire.NewConnectionError, wire.ConnectTimeoutError)),
    (Kind.SILENT, (wire.ReadTimeoutError, TimeoutError)),
    (Kind.BROKEN, (wire.ProtocolError, wire.DecodeError, wire.SSLError, HTTPException, OSError)),
)


@dataclass(frozen=True, slots=True)
class Failure:
    """`cause` is a class name; `status` is there where the answer had begun, `retry_after` where the budget knows."""

    kind: Kind
    cause: str
    status: int | None = None
    retry_after: float | None = None

    @property
    def sentence(self) -> str:
        return f"{SENTENCE[self.kind]} ({self.cause})"


def failure_of(error: Exception, status: int | None = None) -> Failure:
    """The kind of an exception that a request or the reading of its body raised."""
    chain = list(_chain(error))
    for kind, classes in KINDS:
        for one in chain:
            if isinstance(one, classes):
                return Failure(kind, type(one).__name__, status)
    return Failure(Kind.FAULT, type(error).__name__, status)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The exception and those it was made of. Not its context: that may be a stranger the caller was handling."""
    yield error
    for inner in (getattr(error, "reason", None), *error.args):
        if isinstance(inner, BaseException) and inner is not error:
            yield from _chain(inner)
