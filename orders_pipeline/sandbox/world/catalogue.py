"""Made-up people, goods, marketplaces and texts, as tables. Mail domains are example.com and example.org only."""

from datetime import UTC, datetime

from msgspec import Struct

from orders_pipeline.sandbox.world.order import Contact

US_PROFILE = 12345678
WORLD_PROFILE = 23456789  # Europe, Japan and Kuwait
PROFILES = (US_PROFILE, WORLD_PROFILE)

START = datetime(2026, 8, 1, tzinfo=UTC)
END = datetime(2026, 9, 30, tzinfo=UTC)
NOW = datetime(2026, 9, 30, 12, tzinfo=UTC)


class Market(Struct, frozen=True):
    """`tax_per_mille` of the price; `tax`: none, exclusive, exclusive_vat or inclusive_vat."""

    key: str
    family: str
    currency: str
    country: str
    tax: str
    tax_per_mille: int
    weight: int = 1


US_MARKETS = (
    Market("amazon_us", "amazon", "USD", "US", "exclusive", 83, 6),
    Market("ebay_us", "ebay", "USD", "US", "exclusive", 70, 3),
    Market("walmart_us", "walmart", "USD", "US", "exclusive", 88, 3),
    Market("shopify", "shop", "USD", "US", "exclusive", 63, 2),
    Market("newegg_us", "newegg", "USD", "US", "exclusive", 95),
    Market("wish", "wish", "USD", "US", "exclusive", 60),
    Market("target_plus", "target", "USD", "US", "exclusive", 80),
    Market("direct_sale", "direct", "USD", "US", "none", 0),
    Market("amazon_ca", "amazon", "CAD", "CA", "exclusive", 130),
)
WORLD_MARKETS = {
    "GBP": (
        Market("amazon_uk", "amazon", "GBP", "GB", "inclusive_vat", 200, 3),
        Market("ebay_uk", "ebay", "GBP", "GB", "inclusive_vat", 200, 2),
        Market("onbuy_uk", "onbuy", "GBP", "GB", "inclusive_vat", 200),
    ),
    "EUR": (
        Market("amazon_de", "amazon", "EUR", "DE", "inclusive_vat", 190, 3),
        Market("amazon_fr", "amazon", "EUR", "FR", "inclusive_vat", 200, 2),
        Market("otto", "otto", "EUR", "DE", "exclusive_vat", 190),
        Market("zalando_de", "zalando", "EUR", "DE", "inclusive_vat", 190),
    ),
    "JPY": (Market("amazon_jp", "amazon", "JPY", "JP", "inclusive_vat", 100),),
    "KWD": (Market("shopify", "shop", "KWD", "KW", "none", 0),),
}
CURRENCY_WHEEL = ("GBP", "EUR", "GBP", "JPY", "EUR", "GBP", "KWD", "EUR")
UNKNOWN_MARKETS = {  # their numbers stand in no list, one name neither
    US_PROFILE: Market("nova_bazaar", "unknown", "USD", "US", "exclusive", 50),
    WORLD_PROFILE: Market("temu_uk", "unknown", "GBP", "GB", "inclusive_vat", 200),
}

OLD_MARKETS = (  # no order of a seeded world is theirs; rules of old protocols name them
    Market("buy_com", "buy", "USD", "US", "exclusive", 80),
    Market("yahoo_stores", "yahoo", "USD", "US", "exclusive", 70),
    Market("pixmania", "pixmania", "EUR", "FR", "inclusive_vat", 200),
)

PRICE_RANGE = {"JPY": (300, 24_000), "KWD": (750, 60_000)}  # minor units; every other currency the next line
USUAL_PRICE_RANGE = (199, 14_999)

GOODS = (
    ("KNIFE-8", 'Chef knife 8"'),
    ("SHIRT-BLUE-M", "Shirt, blue, M"),
    ("MUG/RED", 'Mug "Morning" (red)'),
    ("LAMP-LED-12W", "Lampe LED 12 W – économique"),
    ("ÄTHER-01", "Ätherisches Öl, 10 ml"),
    ("TEA 100", "Green tea 100 g 緑茶"),
    ("CABLE_2M", "USB-C cable 2 m"),
    ("B00TOY", "Toy car <small> & garage"),
    ("SOCK-5PK", "Socks, pack of five \U0001f9e6"),
    ("POT-24", "Pot 24 cm"),
    ("0007", "Seven seeds"),
    ("BOOK-O'NEILL", "O'Neill: collected stories"),
    ("MAT-YOGA", "Yoga mat"),
    ("PEN;BLK", "Pen; black, 12 pcs"),
)
BUNDLE_PARTS = (("PART-BLADE", "Blade"), ("PART-HANDLE", "Handle"), ("PART-CASE", "Case"))

PEOPLE = {
    "US": (("Ann", "Example"), ('Robert "Bob"', "O'Sample"), ("María", "Muñoz-Test"), ("Lee", None)),
    "CA": (("Zoé", "Exemple"), ("Tom", "Sampleton")),
    "GB": (("Siân", "Test-Jones"), ("Oliver", "Sampleton"), ("Chloë", "O’Example")),
    "DE": (("Jürgen", "Müßter"), ("Änne", "Beispiel"), ("Łukasz", "Próbny")),
    "FR": (("Élodie", "d'Exemple"), ("François", "Testeur")),
    "JP": (("太郎", "見本"), ("花子", "試験")),
    "KW": (("أحمد", "مثال"), ("Noura", "Al-Test")),
}
PLACES = {
    "US": (
        ("1 Main St", "Erie", "PA", "Pennsylvania", "16501"),
        ("22 Sample Ave", "Austin", "TX", "Texas", "73301-0001"),
    ),
    "CA": (("5 Rue de l'Essai", "Montréal", "QC", "Québec", "H2X 1Y4"),),
    "GB": (
        ("10 Test Lane", "Leeds", None, "West Yorkshire", "LS1 1AA"),
        ("Flat 2, 3 Mill Rd", "York", None, None, "YO1 7AB"),
    ),
    "DE": (("Beispielstraße 5", "Köln", None, None, "50667"), ("Musterweg 1a", "München", "BY", "Bayern", "01067")),
    "FR": (("4 rue de l’Épreuve", "Lyon", None, None, "69001"),),
    "JP": (("見本町1-2-3", "東京都", "13", "東京", "100-0001"),),
    "KW": (("Block 4, Street 9", "Kuwait City", None, None, "13001"),),
}

CARRIERS = {
    "US": (("UPS", "GROUND"), ("USPS", "Priority Mail"), ("FedEx", "2Day")),
    "CA": (("Canada Post", "Expedited"),),
    "GB": (("Royal Mail", "Tracked 48"), ("DPD", "Next Day")),
    "DE": (("DHL", "Paket"), ("Hermes", "Standard")),
    "FR": (("Colissimo", "Domicile"),),
    "JP": (("Yamato", "TA-Q-BIN"),),
    "KW": (("Aramex", "Express"),),
}
REASONS = (
    "general", "not_available", "returned", "could_not_ship", "alternate", "buyer_cancelled", "exchange",
    "not_received", "undeliverable", "old_return", "old_general",
)  # fmt: skip
TAGS = ("AmazonBusiness", "AmazonInvoice", "AmazonMerchantPrime", "Customized", "AmzMktplcFacilitator", "brand-new tag")
GIFT_MESSAGES = ("Happy birthday!\nWith love, Ann", "生日快乐 \U0001f381", '"To you" \\ from us', "Alles Gute, Zoë")
NOTES = (
    "Leave at the door",
    "Line one\r\nLine two",
    "Ring twice; call 555-0100",
    "",
    "Größe ändern? <b>no</b> & 'quoted'",
)
FLAGS = (("red", "Check address"), ("yellow", None), ("question", "Ask buyer \U0001f914"))


def contact(country: str, pick: int, *, company: str | None = None) -> Contact:
    """The same `pick` gives the same person at the same place."""
    first, last = PEOPLE[country][pick % len(PEOPLE[country])]
    street, city, region, region_name, postal = PLACES[country][pick % len(PLACES[country])]
    return Contact(
        first_name=first,
        last_name=last,
        company=company,
        day_phone=f"555-01{pick % 100:02}" if pick % 3 else None,
        address_1=street,
        address_2=f"c/o Nr. {pick % 40}" if pick % 4 == 0 else None,
        city=city,
        region=region,
        region_name=region_name,
        postal_code=postal,
        country=country,
    )
