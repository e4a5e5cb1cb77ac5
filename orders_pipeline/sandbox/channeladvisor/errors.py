"""Refusals of this dialect, each with its status and one of the three body shapes of spec §3."""

import json

from starlette.responses import Response

ODATA = "application/json; odata.metadata=minimal; odata.streaming=true"


class Refused(Exception):
    """The hub answers with an error instead of data."""

    def __init__(self, status: int, message: str, *, shape: str = "odata") -> None:
        super().__init__(message)
        self.status, self.message, self.shape = status, message, shape

    def response(self) -> Response:
        body, content_type = SHAPES[self.shape](self.message)
        return Response(body, self.status, {"content-type": content_type})


SHAPES = {
    "odata": lambda text: (json.dumps({"error": {"code": "", "message": text}}), ODATA),
    "webapi": lambda text: (json.dumps({"Message": text}), "application/json; charset=utf-8"),
    "webapi_id": lambda text: (json.dumps({"$id": "1", "Message": text}), "application/json; charset=utf-8"),
    "text": lambda text: (text, "text/plain"),
    "oauth": lambda text: (json.dumps({"error": text}), "application/json; charset=utf-8"),
}


def denied() -> Refused:
    return Refused(401, "Authorization has been denied for this request.", shape="webapi")


def malformed(message: str) -> Refused:
    return Refused(400, message)


def no_such_thing() -> Refused:
    return Refused(404, "The requested resource was not found.")


def no_such_path(uri: str) -> Refused:
    return Refused(404, f"No HTTP resource was found that matches the request URI '{uri}'.", shape="webapi_id")
