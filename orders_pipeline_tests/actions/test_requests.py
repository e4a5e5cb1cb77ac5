"""A request is a template: slots are filled once, and nothing that is filled in is looked into again."""

import pytest

from orders_pipeline.model.allocation import Refused
from orders_pipeline.model.plans import Request, mark


def a_request(body, *slots, **headers):
    return Request(method="POST", path="/", body=body, headers=headers, slots=slots)


def test_what_is_filled_in_holds_no_further_slots():
    request = a_request(f"{mark('list')} {mark('token')}", "list", "token")
    body, _ = request.filled({"list": f"[{mark('token')}]", "token": "secret"})
    assert body.decode() == f"[{mark('token')}] secret"


def test_a_secret_in_a_header_is_filled_in_there():
    request = a_request("", "token", Authorization=f"Bearer {mark('token')}")
    assert request.filled({"token": "secret"}) == (b"", {"Authorization": "Bearer secret"})


def test_a_slot_without_its_secret_is_not_sent():
    with pytest.raises(KeyError):
        a_request(mark("token"), "token").filled({})


def test_a_mark_that_no_slot_names_stays_a_text():
    assert a_request(f"{mark('token')} {mark('other')}", "token").filled({"token": "1"})[0].decode() == "1 ⟦other⟧"


@pytest.mark.parametrize("body", ["", f"{mark('token')} {mark('token')}"])
def test_a_mark_stands_once_where_its_slot_is_or_the_request_is_none(body):
    with pytest.raises(Refused):
        a_request(body, "token")
