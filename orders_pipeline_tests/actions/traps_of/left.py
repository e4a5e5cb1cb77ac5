"""For each trap of what can be given back at all: a case in which it closes, and a near miss. Cases are used once."""

from orders_pipeline_tests.actions.orders import a_case, asked, units

CASES = {
    "MORE-THAN-IS-LEFT-TO-RETURN": (
        a_case(asked("refund", units(quantity=4))),
        a_case(asked("refund", units(quantity=3))),
    ),
    "FINER-THAN-THE-CURRENCY": (
        a_case(asked("refund", units(quantity=1, item="14.955"))),
        a_case(asked("refund", units(quantity=1, item="14.95"))),
    ),
}
