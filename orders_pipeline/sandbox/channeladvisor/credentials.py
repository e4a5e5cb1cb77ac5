"""The credentials that this hub knows: made up, open to all, and good for nothing elsewhere. Imports nothing."""

APPLICATION_ID, SHARED_SECRET = "sandbox-application", "sandbox-shared-secret-not-a-secret"
REFRESH_TOKEN = "sandbox-refresh-token"  # noqa: S105
