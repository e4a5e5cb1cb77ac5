"""What is bought for the story: five orders as data. The third is the one whose refunds the specs reckon with."""

from decimal import Decimal

from orders_pipeline.sandbox.world import US_PROFILE, WORLD_PROFILE
from orders_pipeline.sandbox.world.bought import Bought, BoughtLine

D = Decimal

ORDERS = (
    Bought(
        order_id=20_900_001,
        profile=US_PROFILE,
        market="ebay_us",
        number="17-70001-00001",
        lines=(
            BoughtLine(sku="MAT-YOGA", quantity=1, unit_price=D("39.90"), tax=D("2.79"), shipping=D("6.00")),
            BoughtLine(sku="MUG/RED", quantity=4, unit_price=D("8.50"), tax=D("2.38")),
        ),
    ),
    Bought(
        order_id=20_900_002,
        profile=US_PROFILE,
        market="walmart_us",
        number="WA70002",
        lines=(
            BoughtLine(sku="SHIRT-BLUE-M", quantity=1, unit_price=D("24.00"), tax=D("2.11")),
            BoughtLine(sku="SOCK-5PK", quantity=2, unit_price=D("9.50"), tax=D("1.67"), shipping=D("4.95")),
        ),
    ),
    Bought(
        order_id=20_900_003,
        profile=US_PROFILE,
        market="ebay_us",
        number="17-70003-00003",
        has_left=True,
        lines=(
            BoughtLine(
                sku="KNIFE-8",
                quantity=3,
                unit_price=D("14.95"),
                tax=D("3.59"),
                shipping=D("9.95"),
                shipping_tax=D("0.15"),
            ),
        ),
    ),
    Bought(
        order_id=20_900_004,
        profile=WORLD_PROFILE,
        market="otto",
        number="OT70004",
        has_left=True,
        lines=(BoughtLine(sku="LAMP-LED-12W", quantity=2, unit_price=D("18.49"), tax=D("7.03"), shipping=D("5.95")),),
    ),
    Bought(
        order_id=20_900_005,
        profile=US_PROFILE,
        market="shopify",
        number="SHOP-70005",
        has_left=True,
        lines=(BoughtLine(sku="TEA 100", quantity=2, unit_price=D("11.20"), tax=D("1.41"), shipping=D("4.95")),),
    ),
)
