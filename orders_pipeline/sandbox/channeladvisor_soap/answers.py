"""Envelopes around answers: the result wrapper of spec §2, and the faults of §3 with their status and shape."""

from xml.sax.saxutils import escape

from orders_pipeline.sandbox.channeladvisor_soap.markup import SOAP, WEB, XSD, XSI, Markup

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
CONTENT_TYPES = {"1.1": "text/xml; charset=utf-8", "1.2": "application/soap+xml; charset=utf-8"}
FAULT_CODES_12 = {"Server": "Receiver", "Client": "Sender"}
_M = Markup()


class Fault(Exception):
    """The hub answers with a SOAP fault. `code`: Server or Client."""

    def __init__(self, code: str, text: str, *, status: int = 500) -> None:
        super().__init__(text)
        self.code, self.text, self.status = code, text, status


class Failed(Exception):
    """The call as a whole fails inside a good envelope: Status Failure, with a code of spec §2."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text


class Turned(Exception):
    """The hub answers without any envelope."""

    def __init__(self, status: int, body: str = "", content_type: str = "text/plain") -> None:
        super().__init__(status)
        self.status, self.body, self.content_type = status, body, content_type


def success(operation: str, data: str | bytes, *, message: str | None = None) -> bytes:
    """The content of the body; `data` is the `ResultData` element, whole."""
    head = _M.plain("Status", "Success") + _M.plain("MessageCode", 0) + _M.text("Message", message)
    made = data if isinstance(data, bytes) else data.encode()
    return _opening(operation) + head.encode() + made + _closing(operation)


def failure(operation: str, failed: Failed, plain_data: str = "") -> bytes:
    """`plain_data`: the `ResultData` of operations that answer a plain boolean or number, which is there even now."""
    head = _M.plain("Status", "Failure") + _M.plain("MessageCode", failed.code) + _M.text("Message", failed.text)
    return _opening(operation) + (head + plain_data).encode() + _closing(operation)


def _opening(operation: str) -> bytes:
    return f'<{operation}Response xmlns="{WEB}"><{operation}Result>'.encode()


def _closing(operation: str) -> bytes:
    return f"</{operation}Result></{operation}Response>".encode()


def envelope(content: bytes, version: str) -> bytes:
    head = f'{DECLARATION}<soap:Envelope xmlns:soap="{SOAP[version]}" xmlns:xsi="{XSI}" xmlns:xsd="{XSD}"><soap:Body>'
    return head.encode() + content + b"</soap:Body></soap:Envelope>"


def fault_envelope(fault: Fault, version: str) -> bytes:
    """Over several indented lines and without a declaration, as recorded."""
    return _FAULTS[version](fault).replace("\n", "\r\n").encode()


def _fault_11(fault: Fault) -> str:
    return f"""<soap:Envelope xmlns:soap="{SOAP["1.1"]}">
  <soap:Body>
    <soap:Fault>
      <faultcode>soap:{fault.code}</faultcode>
      <faultstring>{escape(fault.text)}</faultstring>
      <detail/>
    </soap:Fault>
  </soap:Body>
</soap:Envelope>"""


def _fault_12(fault: Fault) -> str:
    return f"""<soap:Envelope xmlns:soap="{SOAP["1.2"]}">
  <soap:Body>
    <soap:Fault>
      <soap:Code><soap:Value>soap:{FAULT_CODES_12[fault.code]}</soap:Value></soap:Code>
      <soap:Reason><soap:Text xml:lang="en">{escape(fault.text)}</soap:Text></soap:Reason>
      <soap:Detail/>
    </soap:Fault>
  </soap:Body>
</soap:Envelope>"""


_FAULTS = {"1.1": _fault_11, "1.2": _fault_12}
