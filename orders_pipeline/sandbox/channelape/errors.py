"""Refusals of this hub: `{"errors":[{"code":..,"message":..}]}` with the code's status. Spec §7, its table."""

import json
from collections.abc import Iterable, Sequence

from starlette.responses import Response

JSON = "application/json"

ERRORS: dict[int, tuple[int, str]] = {  # code -> status, message
    0: (500, "Internal server error."),
    4: (401, "Malformed authorization token."),
    11: (401, "Expired authorization token."),
    12: (401, "Invalid authorization token. Please check the server logs and try again."),
    15: (404, "Requested business cannot be found."),
    17: (403, "You must be a member of the business to perform this action."),
    22: (400, "Requested action cannot be completed with given query parameters."),
    70: (404, "Requested object could not be found for business."),
    111: (404, "Action could not be found."),
    167: (400, "Channel order ID cannot be blank."),
    168: (400, "Channel order ID already exists."),
    174: (404, "Order could not be found."),
    213: (400, "Attribute: {} is required."),
    226: (400, "Attribute: {} is invalid."),
    405: (405, "The method is not allowed for the requested resource."),  # the last three: no code in the table
    415: (415, "Content-Type must be application/json."),
    429: (429, "Too many requests."),
}


class Refused(Exception):
    """The hub answers with errors, one or several, instead of data. The first one's status is the answer's."""

    def __init__(self, *codes: int, detail: str = "", retry_after: int | None = None) -> None:
        super().__init__(", ".join(map(str, codes)))
        self.codes, self.detail, self.retry_after = codes, detail, retry_after

    def response(self) -> Response:
        headers = {"content-type": JSON}
        if self.retry_after is not None:
            headers["retry-after"] = str(self.retry_after)
        return Response(self.body(), ERRORS[self.codes[0]][0], headers)

    def body(self) -> bytes:
        return errors_body(*self.codes, detail=self.detail)


class Invalid(Refused):
    """Several things that are wrong with a body, all of them told. `problems`: code, and the attribute where it has
    one."""

    def __init__(self, problems: Sequence[tuple[int, str]]) -> None:
        super().__init__(*(code for code, _ in problems))
        self.problems = problems

    def body(self) -> bytes:
        return _errors((code, ERRORS[code][1].format(attribute)) for code, attribute in self.problems)


def errors_body(*codes: int, detail: str = "") -> bytes:
    return _errors((code, f"{ERRORS[code][1]} {detail}".strip()) for code in codes)


def _errors(told: Iterable[tuple[int, str]]) -> bytes:
    return json.dumps({"errors": [{"code": code, "message": message} for code, message in told]}).encode()


# What a gateway in front of this hub may answer with instead: spec §7, its last words.
GATEWAY_BODIES = (
    (errors_body(0), b"application/json"),
    (b'{"errors":[]}', b"application/json"),
    (b"<html><body><h1>502 Bad Gateway</h1></body></html>", b"text/html"),
    (b"", b"text/plain"),
)
