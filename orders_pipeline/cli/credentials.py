"""The sandbox's credentials, which are made up and open no door, in the variables that the demo's settings name."""

from orders_pipeline.sandbox.channeladvisor.credentials import APPLICATION_ID, REFRESH_TOKEN, SHARED_SECRET
from orders_pipeline.sandbox.channeladvisor_soap import credentials as soap
from orders_pipeline.sandbox.channelape import credentials as channelape
from orders_pipeline.sandbox.channelunity import credentials as channelunity

SECRETS = {
    "ORDERS_SANDBOX_APPLICATION_ID": APPLICATION_ID,
    "ORDERS_SANDBOX_SHARED_SECRET": SHARED_SECRET,
    "ORDERS_SANDBOX_REFRESH_TOKEN": REFRESH_TOKEN,
    "ORDERS_SANDBOX_DEVELOPER_KEY": soap.DEVELOPER_KEY,
    "ORDERS_SANDBOX_SOAP_PASSWORD": soap.PASSWORD,
    "ORDERS_SANDBOX_CHANNELUNITY_USER": channelunity.USER_NAME,
    "ORDERS_SANDBOX_CHANNELUNITY_PASSWORD": channelunity.PASSWORD,
    "ORDERS_SANDBOX_CHANNELAPE_TOKEN": channelape.TOKEN,
}
"""As `flows/demo_accounts.toml` names them."""
