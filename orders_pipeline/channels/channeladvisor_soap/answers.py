"""A SOAP answer taken apart: the envelope, a fault, or the result with its Status and MessageCode. Pure.

Nothing is believed without them: an answer that lacks its Status, its MessageCode or its ResultData is no answer
(channeladvisor-soap.md §§2, 3).
"""

from typing import NamedTuple

from orders_pipeline.channels.channeladvisor_soap import codes, names
from orders_pipeline.channels.channeladvisor_soap.elements import BLANKS
from orders_pipeline.channels.complaints import message_of
from orders_pipeline.channels.errors import HubError, Incomplete, Malformed, Rejected, Retriable
from orders_pipeline.channels.redaction import Redactor
from orders_pipeline.channels.xml import Element, children, name_of, namespace_of, root_of

RESPONSE, RESULT = "Response", "Result"
SUCCESS, FAILURE = "Success", "Failure"
NO_CODE = "0"


class Unrendered(Incomplete):
    """The hub fails on something that it was asked to show: of many orders perhaps on a single one (§5.2)."""

    next_step = "Ask for less: what cannot be shown stands alone then."


class Result(NamedTuple):
    """An answer without a fault, taken at its word: Status and MessageCode as they stand, ResultData where it is."""

    operation: str
    status: str
    code: str
    message: str | None
    data: Element | None


class Answer(NamedTuple):
    """`operation` as it was called; `data` is its ResultData."""

    operation: str
    data: Element


def answer_of(content: bytes, redactor: Redactor | None = None) -> Answer:
    """The answer of a call that succeeded as a whole; what stands within may tell of failures of its own.

    Raises Malformed: no answer; Unrendered: MessageCode 1; Retriable, Unauthorized, Rejected: as faults and codes say.
    """
    result = result_of(content, redactor)
    if result.status == FAILURE or result.code != NO_CODE:
        raise _failure(result.code, result.message)
    if result.data is None:
        raise Malformed("the answer does not have one ResultData")
    return Answer(result.operation, result.data)


def result_of(content: bytes, redactor: Redactor | None = None) -> Result:
    """Raises Malformed: no answer; Retriable, Unauthorized, Rejected: a fault."""
    response = _response(content, redactor)
    operation = name_of(response).removesuffix(RESPONSE)
    result = _one(response, f"{operation}{RESULT}")
    status, code = _text(result, "Status"), _text(result, "MessageCode")
    if status not in (SUCCESS, FAILURE) or not code.lstrip("-").isdigit() or not code.isascii():
        raise Malformed("the answer has no Status and MessageCode")
    said = _said(result.findtext(names.web("Message")), redactor)
    has_data = any(child.tag == names.web("ResultData") for child in children(result))
    return Result(operation, status, code, said, _one(result, "ResultData") if has_data else None)


def data_of(content: bytes, operation: str, redactor: Redactor | None = None) -> Element:
    """The ResultData of one operation's answer. Raises as `answer_of`; Malformed: another operation's."""
    answer = answer_of(content, redactor)
    if answer.operation != operation:
        raise Malformed("the answer is that of another operation")
    return answer.data


def _response(content: bytes, redactor: Redactor | None) -> Element:
    """The one element in the Body; a document that is such an element by itself is one that a person saved."""
    root = root_of(content)
    if name_of(root) != "Envelope" or namespace_of(root) not in names.ENVELOPES:
        response = root
    else:
        bodies = [child for child in children(root) if child.tag == f"{{{namespace_of(root)}}}Body"]
        inner = [child for body in bodies for child in children(body)]
        if len(bodies) != 1 or len(inner) != 1:
            raise Malformed("the envelope does not hold one answer")
        response = inner[0]
    if name_of(response) == "Fault" and namespace_of(response) in names.ENVELOPES:
        raise _fault(response, redactor)
    if namespace_of(response) != names.WEB or not name_of(response).endswith(RESPONSE):
        raise Malformed("the document is no answer of this API")
    return response


def _fault(element: Element, redactor: Redactor | None) -> HubError:
    """The error that a SOAP fault stands for; its text is all that tells a refused credential from an outage (§3).

    In SOAP 1.1 faultcode and faultstring, in 1.2 Code/Value and Reason/Text; `Client` and `Sender` lay it at our door.
    """
    texts = {name_of(child): child.text or "" for child in element.iter() if isinstance(child.tag, str)}
    said = _said(texts.get("faultstring") or texts.get("Text"), redactor)
    for text, error in codes.FAULTS:
        if said is not None and text in said:
            return error("the hub answers with a fault", hub_message=said)
    whose = (texts.get("faultcode") or texts.get("Value") or "").rpartition(":")[2]
    kind = Rejected if whose in ("Client", "Sender") else Retriable
    return kind("the hub answers with a fault", hub_message=said)


def _said(text: str | None, redactor: Redactor | None) -> str | None:
    return message_of((text or "").encode(), redactor)


def _failure(code: str, said: str | None) -> HubError:
    error = codes.MESSAGE_CODES.get(code, Rejected)
    if code == codes.UNEXPECTED:
        error = Unrendered
    return error(f"the hub answers with a failure, code {code[:12]}", hub_message=said)


def _one(element: Element, name: str) -> Element:
    found = [child for child in children(element) if child.tag == names.web(name)]
    if len(found) != 1:
        raise Malformed(f"the answer does not have one {name if name.isascii() and len(name) < 60 else 'result'}")
    return found[0]


def _text(element: Element, name: str) -> str:
    return (_one(element, name).text or "").strip(BLANKS)
