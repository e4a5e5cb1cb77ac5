"""The credentials that this hub knows: made up, open to all, and good for nothing elsewhere. Imports nothing."""

TOKEN = "5a4d0b0c-0000-4000-8000-ca9e00000001"  # noqa: S105 - an API account's private key, for every business
US_TOKEN = "5a4d0b0c-0000-4000-8000-ca9e00000002"  # noqa: S105 - of the American business alone
WORLD_TOKEN = "5a4d0b0c-0000-4000-8000-ca9e00000003"  # noqa: S105
SESSION = "5a4d0b0c-0000-4000-8000-ca9e00000004"  # a user who is logged in
EXPIRED = "5a4d0b0c-0000-4000-8000-ca9e00000005"
JWT = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJzYW5kYm94Iiwibm90ZSI6Im1hZGUgdXAifQ.bm90LWEtc2lnbmF0dXJl"
