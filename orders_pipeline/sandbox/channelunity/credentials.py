"""The credentials that this hub knows: made up, open to all, and good for nothing elsewhere. Imports nothing."""

MERCHANT_NAME, USER_NAME = "sandboxmerchant", "sandbox_user"
PASSWORD, API_KEY = "sandbox-passw0rd-not-a-secret", "5andb0xApiKeyN0tASecret"
