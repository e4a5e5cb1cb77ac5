"""Canaries: twelve secrets and twelve values of a buyer, planted before anything of the demo is imported.

Most hold the mark of their kind, by which a part of them is found too, and what URLs, XML and JSON write otherwise.
All are made up.
"""

import base64
import hashlib
from decimal import Decimal

import msgspec

MARK, BUYERS_MARK = "Sekret7x", "Kanary7x"

APPLICATION_ID, SHARED_SECRET = f"{MARK}app&<%2B+'x>", f'{MARK}shared&<"secret%+>'
REFRESH_TOKEN, PASSWORD = f"{MARK}refresh/+&<t=>", f"{MARK}soap&<pass'word\">%"
DEVELOPER_KEY = f"{MARK}dev-key&<'1>".lower()
UNITY_USER, UNITY_PASSWORD, UNITY_KEY = f"{MARK}user&<+u>", f"{MARK}unity&<'pass>+%", f"{MARK}apikey&<k>+"
APE_TOKEN = "ca9a11ed-0c5e-4000-8000-c0ffee00d1e5"  # this hub takes no other form

SECRETS = {
    "the application": APPLICATION_ID,
    "its shared secret": SHARED_SECRET,
    "the refresh token": REFRESH_TOKEN,
    "both as Basic": base64.b64encode(f"{APPLICATION_ID}:{SHARED_SECRET}".encode()).decode(),
    "an access token": f"sandbox-access-1-{APPLICATION_ID}",
    "the developer key": DEVELOPER_KEY,
    "the SOAP password": PASSWORD,
    "the user of ChannelUnity": UNITY_USER,
    "its password": UNITY_PASSWORD,
    "user and hash": base64.b64encode(
        f"{UNITY_USER}:{hashlib.sha256(UNITY_PASSWORD.encode()).hexdigest()}".encode()
    ).decode(),
    "the ApiKey": UNITY_KEY,
    "the token of ChannelApe": APE_TOKEN,
}
BUYER = {
    "first_name": f"{BUYERS_MARK}Zoë & <Ann>",
    "last_name": f'{BUYERS_MARK}O\'Sample "Ü"',
    "company": f"{BUYERS_MARK}Söhne & <Co>",
    "day_phone": f"+1-555-0100&{BUYERS_MARK}",
    "address_1": f"{BUYERS_MARK} 1 Ñandú & <St>",
    "address_2": f'{BUYERS_MARK} c/o "Über" & Son',
    "city": f"{BUYERS_MARK}ville-lès-É & <B>",
    "email": f"{BUYERS_MARK}+o'sample&1@example.com",
    "gift_message": f"{BUYERS_MARK} happy & <birthday>, Zoë!",
    "public_notes": f"{BUYERS_MARK} call me & ring <twice>: 555-0100 ☎",
    "instructions": f"{BUYERS_MARK} leave at the & <back> door, Straße",
    "tax_id": f"{BUYERS_MARK} tax & <id> 99-Ü-7",
}
GIFT, SPOILED = 20_900_006, 20_900_007
"""Two more orders: one with a gift and a tax id, and one that comes spoilt and is quarantined."""


def plant() -> None:
    """Into this process alone: the sandbox's credentials, and the people of the story's orders."""
    from orders_pipeline.sandbox.channeladvisor import credentials as rest
    from orders_pipeline.sandbox.channeladvisor_soap import credentials as soap
    from orders_pipeline.sandbox.channelape import credentials as ape
    from orders_pipeline.sandbox.channelunity import credentials as unity

    rest.APPLICATION_ID, rest.SHARED_SECRET, rest.REFRESH_TOKEN = APPLICATION_ID, SHARED_SECRET, REFRESH_TOKEN
    soap.DEVELOPER_KEY, soap.PASSWORD = DEVELOPER_KEY, PASSWORD
    unity.USER_NAME, unity.PASSWORD, unity.API_KEY = UNITY_USER, UNITY_PASSWORD, UNITY_KEY
    ape.TOKEN = APE_TOKEN
    from orders_pipeline.flows.story import orders

    orders.ORDERS = tuple(map(with_people, (*orders.ORDERS, *others())))


def with_people(order):
    from orders_pipeline.sandbox.world.order import Contact

    names = ("first_name", "last_name", "company", "day_phone", "address_1", "address_2", "city")
    buyer = Contact(**{name: BUYER[name] for name in names}, postal_code="16501", region="PA", country="US")
    return msgspec.structs.replace(
        order,
        ship_to=buyer,
        billing=buyer,
        buyer_email=BUYER["email"],
        public_notes=BUYER["public_notes"],
        instructions=BUYER["instructions"],
        custom_fields=((205, BUYER["tax_id"]),),
    )


def others():
    from orders_pipeline.sandbox.world.bought import Bought, BoughtLine

    gift = {"gift_price": Decimal("2.50"), "gift_message": BUYER["gift_message"], "gift_notes": "red ribbon"}
    for order_id in (GIFT, SPOILED):
        line = BoughtLine(sku="PEN;BLK", quantity=2, unit_price=Decimal("3.00"), **gift)
        yield Bought(order_id=order_id, market="shopify", number=f"SHOP-{order_id % 100}", has_left=True, lines=(line,))
