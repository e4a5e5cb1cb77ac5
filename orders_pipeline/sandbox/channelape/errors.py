"""Refusals of this hub: `{"errors":[{"code":..,"message":..}]}` with the code's status. Spec §7, its table."""

import json

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
    174: (404, "Order could not be found."),
    226: (400, "Attribute is invalid."),
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
        return Response(errors_body(*self.codes, detail=self.detail), ERRORS[self.codes[0]][0], headers)


def errors_body(*codes: int, detail: str = "") -> bytes:
    told = [{"code": code, "message": f"{ERRORS[code][1]} {detail}".strip()} for code in codes]
    return json.dumps({"errors": told}).encode()


# What a gateway in front of this hub may answer with instead: spec §7, its last words.
GATEWAY_BODIES = (
    (errors_body(0), b"application/json"),
    (b'{"errors":[]}', b"application/json"),
    (b"<html><body><h1>502 Bad Gateway</h1></body></html>", b"text/html"),
    (b"", b"text/plain"),
)
