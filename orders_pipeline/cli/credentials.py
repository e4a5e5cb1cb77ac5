"""The sandbox's credentials, which are made up and open no door, in the variables that the demo's settings name."""

from orders_pipeline.flows.demo import VARIABLES
from orders_pipeline.sandbox.channeladvisor.credentials import APPLICATION_ID, REFRESH_TOKEN, SHARED_SECRET

SECRETS = {
    VARIABLES["application_id"]: APPLICATION_ID,
    VARIABLES["shared_secret"]: SHARED_SECRET,
    VARIABLES["refresh_token"]: REFRESH_TOKEN,
}
