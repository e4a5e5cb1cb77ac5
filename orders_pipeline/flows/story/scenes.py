"""The six scenes as data: what is asked for, in whose words, what it comes after, and whose answer gets lost.

Keys are those of a business: a parcel's, a return's, a cancellation's id. The same in every demo.
"""

import msgspec

from orders_pipeline.flows.actions.worded import Worded


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """after: key of the action that must be at its end before. item: SKU of the line whose id takes the place of
    `{item}`, in words that name lines by their ids alone.
    """

    asked: Worded
    after: str | None = None
    loses_its_answer: bool = False
    item: str | None = None

    @property
    def key(self) -> str:
        return self.asked.key


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    askings: tuple[Asking, ...]


US, EU, SHOP = "us-main", "eu-main", "cu/304731"
RETURNED = "customer_returned_item"


def _parcel(key: str, sku: str, tracking_number: str) -> Asking:
    return Asking(
        asked=Worded(
            kind="ship",
            account=US,
            order_id="20900001",
            key=key,
            skus=[sku],
            carrier="UPS",
            service="GROUND",
            tracking_number=tracking_number,
        )
    )


def _knife(key: str, after: str | None = None) -> Asking:
    asked = Worded(kind="refund", account=US, order_id="20900003", key=key, skus=["KNIFE-8=1"], reason=RETURNED)
    return Asking(asked=asked, after=after)


SCENES = (
    Scene(
        title="two parcels",
        askings=(
            _parcel("parcel-7001", "MAT-YOGA=1", "1Z999AA10170010001"),
            _parcel("parcel-7002", "MUG/RED=4", "1Z999AA10170020002"),
        ),
    ),
    Scene(
        title="a line canceled",
        askings=(
            Asking(
                asked=Worded(
                    kind="cancel",
                    account=US,
                    order_id="20900002",
                    key="cancel-7003",
                    skus=["SOCK-5PK"],
                    reason="item_not_available",
                )
            ),
        ),
    ),
    Scene(
        title="three refunds",
        askings=(_knife("rma-7004"), _knife("rma-7005", "rma-7004"), _knife("rma-7006", "rma-7005")),
    ),
    Scene(
        title="lost, then found",
        askings=(
            Asking(
                asked=Worded(
                    kind="refund",
                    account=EU,
                    order_id="20900004",
                    key="rma-7007",
                    skus=["LAMP-LED-12W=1"],
                    reason=RETURNED,
                ),
                loses_its_answer=True,
            ),
        ),
    ),
    Scene(
        title="lost for good",
        askings=(
            Asking(
                asked=Worded(
                    kind="refund",
                    account=SHOP,
                    order_id="SHOP-70005",
                    key="rma-7008",
                    skus=["TEA 100=1"],
                    reason=RETURNED,
                ),
                loses_its_answer=True,
            ),
        ),
    ),
    Scene(
        title="a trap",
        askings=(
            Asking(
                asked=Worded(
                    kind="cancel",
                    account=US,
                    order_id="20900002",
                    key="cancel-7009",
                    lines=["{item}=1"],
                    line_amounts=["{item}:item=10.00"],
                    reason="buyer_canceled",
                ),
                item="SHIRT-BLUE-M",
            ),
        ),
    ),
)
ASKINGS = tuple(asking for scene in SCENES for asking in scene.askings)
KEYS = frozenset(asking.key for asking in ASKINGS)
