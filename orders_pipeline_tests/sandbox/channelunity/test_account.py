"""ValidateUser: the account and its channels, and the number that is not the one to use."""

from lxml import etree

from orders_pipeline.sandbox.channelunity.subscriptions import (
    ACCOUNT_SUBSCRIPTION_ID,
    OF_MARKET,
    SUBSCRIPTIONS,
    marketplace_number,
    subscription_of,
)
from orders_pipeline.sandbox.world import NOW
from orders_pipeline.sandbox.world.catalogue import UNKNOWN_MARKETS, US_MARKETS, WORLD_MARKETS
from orders_pipeline_tests.sandbox.channelunity.conftest import PARSER


def test_validate_user_needs_no_api_key_and_tells_it(caller):
    answer = caller.post(caller.message("ValidateUser", ApiKey=None).replace("<Payload></Payload>", ""))
    root = etree.fromstring(answer.content, PARSER)
    assert [child.tag for child in root][:3] == ["Status", "MerchantName", "ApiKey"]
    assert root.findtext("ApiKey") == caller.hub.channelunity.API_KEY
    assert [user.findtext("UserName") for user in root.findall("Users/User")] == [caller.hub.channelunity.USER_NAME]


def test_a_refused_user_is_told_no_merchant_name(caller):
    root = caller.ask("ValidateUser", MerchantName="other")
    assert root.findtext("Status").startswith("Error - ")
    assert root.find("MerchantName") is None


def test_every_subscription_answers_under_its_settings_link_id_alone(caller):
    root = caller.ask("ValidateUser")
    found = root.findall("Subscriptions/Subscription")
    assert [each.findtext("ServiceSku") for each in found] == [each.service_sku for each in SUBSCRIPTIONS]
    for each in found:
        orders = caller.orders(each.findtext("SettingsLinkId"))
        assert {order.findtext("ServiceSku") for order in orders} <= {each.findtext("ServiceSku")}
    assert root.findtext("SubscriptionId") == str(ACCOUNT_SUBSCRIPTION_ID)
    for wrong in (ACCOUNT_SUBSCRIPTION_ID, "", "none"):
        assert caller.get_orders(wrong).findtext("Status") == "Error - subscription not found"


def test_every_order_with_a_marketplace_number_is_in_exactly_one_subscription(caller, world_of_300):
    shown = [number for each in SUBSCRIPTIONS for number in caller.numbers(each.settings_link_id)]
    known = [marketplace_number(state.order) for state in world_of_300.at(NOW)]
    assert sorted(shown) == sorted(number for number in known if number)
    assert len(set(shown)) == len(shown) > 280


def test_every_market_of_the_world_has_a_channel():
    markets = {m.key for each in (US_MARKETS, *WORLD_MARKETS.values(), UNKNOWN_MARKETS.values()) for m in each}
    assert markets == set(OF_MARKET)
    assert len({each.settings_link_id for each in SUBSCRIPTIONS}) == len(SUBSCRIPTIONS)


def test_an_order_without_a_marketplace_number_is_not_here(world_of_300):
    lost = [state for state in world_of_300.at(NOW) if subscription_of(state) is None]
    assert {state.order.marketplace for state in lost} == {"direct_sale"}
