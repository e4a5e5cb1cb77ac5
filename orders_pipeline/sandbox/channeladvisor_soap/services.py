"""Which service offers which operation, what it takes in which sequence, and what answers it: the reading ones, and
those of `write_services` with them. Spec §4, §10.
"""

from typing import Any

from orders_pipeline.sandbox.channeladvisor_soap import codes
from orders_pipeline.sandbox.channeladvisor_soap.accounts import Account
from orders_pipeline.sandbox.channeladvisor_soap.answers import Failed
from orders_pipeline.sandbox.channeladvisor_soap.binding import integer, text
from orders_pipeline.sandbox.channeladvisor_soap.hub import Caller, SoapHub
from orders_pipeline.sandbox.channeladvisor_soap.markup import Markup
from orders_pipeline.sandbox.channeladvisor_soap.signatures import ACCOUNT, BOTH_LISTS, Operation, sequence
from orders_pipeline.sandbox.channeladvisor_soap.write_services import WRITES

_M = Markup()


def _ping(hub: SoapHub, caller: Caller, told: dict[str, Any]) -> str:
    return _M.plain("ResultData", "OK")


def _carriers(hub: SoapHub, caller: Caller, told: dict[str, Any]) -> str:
    caller.account(told["accountID"])
    names = ("CarrierID", "ClassID", "CarrierName", "CarrierCode", "ClassCode", "ClassName")
    rows = (
        _M.wrap("ShippingCarrier", (_M.plain(n, v) for n, v in zip(names, row, strict=True))) for row in codes.CARRIERS
    )
    return _M.wrap("ResultData", rows)


def _local_id(told: dict[str, Any]) -> int | None:
    """Raises Failed with 1 where it is no number, as recorded."""
    given = (told["localID"] or "").strip()
    try:
        return int(given) if given else None
    except ValueError:
        raise Failed(1, "Input string was not in a correct format.") from None


def _authorizations(hub: SoapHub, caller: Caller, told: dict[str, Any]) -> str:
    """Without a LocalID: every account of the key."""
    local_id = _local_id(told)
    shown = [account for account in caller.accounts if local_id in (None, account.local_id)]
    if local_id is not None and not shown:
        raise Failed(12, f"No ChannelAdvisor Account was found for the specified ID [{local_id}]!")
    return _M.wrap("ResultData", (_authorization(account) for account in shown))


def _authorization(account: Account) -> str:
    return _M.wrap(
        "AuthorizationResponse",
        (
            _M.plain("AccountID", account.account_id),
            _M.plain("LocalID", account.local_id),
            _M.text("AccountName", account.name),
            _M.plain("AccountType", "merchant"),
            _M.plain("ResourceName", "/channeladvisorapi"),
            _M.plain("Status", "Enabled"),  # assumed: recorded is only `Pending`, of a key not enabled yet
        ),
    )


def _request_access(hub: SoapHub, caller: Caller, told: dict[str, Any]) -> str:
    """Every account of this hub is granted already, or unknown."""
    local_id = _local_id(told) or 0
    if any(account.local_id == local_id for account in caller.accounts):
        raise Failed(12, f"An Authorization for the specified ID [{local_id}] already exists!")
    raise Failed(12, f"No ChannelAdvisor Account was found for the specified ID [{local_id}]!")


PING = Operation((), _ping)
READS: dict[str, dict[str, Operation]] = {
    "orderservice": {
        "Ping": PING,
        "GetOrderList": Operation(
            sequence(ACCOUNT, ("orderCriteria", lambda element: element)),
            lambda hub, caller, told: hub.orders(caller, told["accountID"], told["orderCriteria"]),
        ),
        "GetOrderRefundHistory": Operation(
            sequence(ACCOUNT, ("orderID", integer)),
            lambda hub, caller, told: hub.refund_history(caller, told["accountID"], told["orderID"]),
        ),
    },
    "shippingservice": {
        "Ping": PING,
        "GetShippingCarrierList": Operation(sequence(ACCOUNT), _carriers),
        "GetOrderShipmentHistoryList": Operation(
            BOTH_LISTS,
            lambda hub, caller, told: hub.shipments(
                caller, told["accountID"], told["orderIDList"], told["clientOrderIdentifierList"]
            ),
        ),
    },
    "fulfillmentservice": {
        "Ping": PING,
        "GetOrderFulfillmentDetailList": Operation(
            BOTH_LISTS,
            lambda hub, caller, told: hub.fulfillments(
                caller, told["accountID"], told["orderIDList"], told["clientOrderIdentifierList"]
            ),
        ),
    },
    "adminservice": {
        "Ping": PING,
        "GetAuthorizationList": Operation(sequence(("localID", text)), _authorizations),
        "RequestAccess": Operation(
            sequence(("localID", text)), _request_access, plain_data="<ResultData>false</ResultData>"
        ),
    },
}
SERVICES = {name: reads | WRITES.get(name, {}) for name, reads in READS.items()}
