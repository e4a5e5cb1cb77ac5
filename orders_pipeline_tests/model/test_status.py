"""An order's state follows from its three, and is unknown where one of them is."""

from itertools import product

import pytest

from orders_pipeline.model.status import CheckoutStatus as C
from orders_pipeline.model.status import OrderStatus as O
from orders_pipeline.model.status import PaymentStatus as P
from orders_pipeline.model.status import ShippingStatus as S
from orders_pipeline.model.status import order_status


@pytest.mark.parametrize(
    ("checkout", "payment", "shipping", "expected"),
    [
        (C.COMPLETED, P.CLEARED, S.UNSHIPPED, O.OPEN),
        (C.COMPLETED, P.DEPOSITED, S.UNSHIPPED, O.OPEN),
        (C.COMPLETED, P.SUBMITTED, S.UNSHIPPED, O.PENDING),
        (C.COMPLETED, P.FAILED, S.UNSHIPPED, O.PENDING),
        (C.OPEN, P.CLEARED, S.UNSHIPPED, O.PENDING),
        (C.HELD, P.CLEARED, S.UNSHIPPED, O.HELD),
        (C.COMPLETED, P.CLEARED, S.PARTIALLY_SHIPPED, O.IN_PROGRESS),
        (C.COMPLETED, P.CLEARED, S.PENDING, O.IN_PROGRESS),
        (C.COMPLETED, P.CLEARED, S.SHIPPED, O.SHIPPED),
        (C.HELD, P.FAILED, S.CANCELED, O.CANCELED),
        (C.COMPLETED, P.CLEARED, S.EXTERNALLY_MANAGED, O.CLOSED),
        (C.DISABLED, P.CLEARED, S.UNSHIPPED, O.CLOSED),
    ],
)
def test_the_order_s_state(checkout, payment, shipping, expected):
    assert order_status(checkout, payment, shipping) is expected


@pytest.mark.parametrize(("checkout", "payment", "shipping"), list(product(C, P, S)))
def test_every_known_combination_has_a_state(checkout, payment, shipping):
    assert order_status(checkout, payment, shipping) is not None


@pytest.mark.parametrize("known", [(None, P.CLEARED, S.SHIPPED), (C.HELD, None, S.SHIPPED), (C.HELD, P.CLEARED, None)])
def test_an_unknown_word_makes_the_state_unknown_because_a_guess_could_ship_goods(known):
    assert order_status(*known) is None
