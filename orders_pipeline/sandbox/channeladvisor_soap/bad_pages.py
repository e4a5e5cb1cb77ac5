"""Bad answers: name -> what it does to a whole page, as bytes. Each is what a broken proxy or an attacker may send."""

from collections.abc import Callable

from orders_pipeline.sandbox.channeladvisor_soap.answers import DECLARATION

ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(9))
PAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda page: b"",
    "html": lambda page: b"<html><head><title>Maintenance</title></head><body><p>Back soon<br></body></html>",
    "wrong_root": lambda page: page.replace(b"soap:Envelope", b"soap:Parcel"),
    "two_roots": lambda page: page + page.removeprefix(DECLARATION.encode()),
    "no_status": lambda page: page.replace(b"<Status>Success</Status>", b""),
    "odd_status": lambda page: page.replace(b"<Status>Success</Status>", b"<Status>Perhaps</Status>"),
    "no_result": lambda page: page.replace(b"Result>", b"Outcome>"),
    "no_data": lambda page: page.replace(b"ResultData", b"OtherData"),
    "empty_body": lambda page: page.partition(b"<soap:Body>")[0] + b"<soap:Body /></soap:Envelope>",
    "bom": lambda page: b"\xef\xbb\xbf" + page,  # nothing is wrong with it
    "wrong_encoding": lambda page: page.replace(b"</soap:Body>", b"<!-- \xff\xfe --></soap:Body>"),
    "other_encoding": lambda page: page.replace(b'encoding="utf-8"', b'encoding="utf-16"', 1),
    "nul": lambda page: page.replace(b"</soap:Body>", b"\x00</soap:Body>"),
    "doctype": lambda page: _with_doctype(page, ""),
    "entity_bomb": lambda page: _with_doctype(page, ENTITIES).replace(
        b"<MessageCode>", b"<Data>&a8;</Data><MessageCode>"
    ),
    "external_entity": lambda page: _with_doctype(page, '<!ENTITY x SYSTEM "file:///etc/hostname">').replace(
        b"<MessageCode>", b"&x;<MessageCode>"
    ),
    "deep": lambda page: page.replace(b"</soap:Body>", b"<d>" * 20_000 + b"</d>" * 20_000 + b"</soap:Body>"),
    "cut_in_half": lambda page: page[: len(page) // 2],
}
USUAL = ("empty", "html", "wrong_root", "two_roots", "no_status", "no_result", "empty_body", "nul", "cut_in_half")


def _with_doctype(page: bytes, subset: str) -> bytes:
    doctype = f"<!DOCTYPE soap:Envelope [{subset}]>".encode()
    return page.replace(DECLARATION.encode(), DECLARATION.encode() + doctype, 1)
