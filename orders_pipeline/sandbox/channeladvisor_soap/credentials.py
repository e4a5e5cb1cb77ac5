"""The credentials and accounts that this hub knows: made up, and good for nothing elsewhere. Imports nothing.

An account is a whole profile, or the part of a profile that sells in one currency: the protocol has no currency
field, so only the latter kind can be read without a wrong one.
"""

DEVELOPER_KEY, PASSWORD = "5a4d0b1c-0000-4000-8000-00000000c0de", "sandbox-password-not-a-secret"
NARROW_KEY = "5a4d0b1c-0000-4000-8000-0000000000fe"  # same password; sees the first account alone

# accountID, LocalID, name, profile of the world, currency of its orders (None: all), currency to configure
ACCOUNTS = (
    ("5a4d0b1c-1234-4567-8000-000012345678", 12345678, "Sample Goods US", 12345678, None, "USD"),
    ("5a4d0b1c-2345-4678-8000-000023456789", 23456789, "Sample Goods World", 23456789, None, "GBP"),
    ("5a4d0b1c-1234-4567-8000-0000000000a1", 12345601, "Sample Goods US, US dollar", 12345678, "USD", "USD"),
    ("5a4d0b1c-1234-4567-8000-0000000000a2", 12345602, "Sample Goods US, Canadian dollar", 12345678, "CAD", "CAD"),
    ("5a4d0b1c-2345-4678-8000-0000000000b1", 23456701, "Sample Goods World, pound", 23456789, "GBP", "GBP"),
    ("5a4d0b1c-2345-4678-8000-0000000000b2", 23456702, "Sample Goods World, euro", 23456789, "EUR", "EUR"),
    ("5a4d0b1c-2345-4678-8000-0000000000b3", 23456703, "Sample Goods World, yen", 23456789, "JPY", "JPY"),
    ("5a4d0b1c-2345-4678-8000-0000000000b4", 23456704, "Sample Goods World, dinar", 23456789, "KWD", "KWD"),
)
ACCOUNT_IDS = {(profile, shown): account_id for account_id, _, _, profile, shown, _ in ACCOUNTS}
