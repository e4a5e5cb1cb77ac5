"""The three tables that hold personal data, and nothing else may: contacts, texts, additional fields."""

from typing import Annotated

from orders_pipeline.model.columns import Record, key, personal, says
from orders_pipeline.model.records.items import ACCOUNT, ORDER

Text = str | None


class Contact(Record, frozen=True, kw_only=True):
    """A person or address of an order. A row exists where the hub gives at least one value other than email_opt_in."""

    account: Annotated[str, ACCOUNT]
    order_id: Annotated[str, ORDER]
    kind: Annotated[
        str,
        key(
            "buyer (user id, e-mail, opt-in; CU its billing contact: name, e-mail, phone), shipping or billing "
            "(address; billing also payment_account, card_last4)"
        ),
    ]
    name: Annotated[
        Text, personal("Full name, where the hub gives one field", "CU ShipRecipientName, BuyerName · CApe name")
    ] = None
    title: Annotated[Text, personal("Form of address", "REST ShippingTitle, BillingTitle")] = None
    first_name: Annotated[Text, personal("First name", "REST ShippingFirstName, BillingFirstName")] = None
    last_name: Annotated[Text, personal("Last name", "REST ShippingLastName, BillingLastName")] = None
    suffix: Annotated[Text, personal("Suffix of the name", "REST ShippingSuffix, BillingSuffix")] = None
    company: Annotated[Text, personal("Company", "REST ShippingCompanyName, BillingCompanyName")] = None
    job_title: Annotated[Text, personal("Position", "REST ShippingCompanyJobTitle, BillingCompanyJobTitle")] = None
    email: Annotated[
        Text, personal("E-mail; kind buyer, CU also shipping", "REST BuyerEmailAddress · CU ShipEmail, BuyerEmail")
    ] = None
    user_id: Annotated[Text, personal("User at the marketplace; kind buyer", "REST BuyerUserId")] = None
    phone: Annotated[
        Text,
        personal(
            "Phone, by day", "REST ShippingDaytimePhone, BillingDaytimePhone · CU ShipPhoneNumber, BuyerPhoneNumber"
        ),
    ] = None
    evening_phone: Annotated[
        Text, personal("Phone in the evening", "REST ShippingEveningPhone, BillingEveningPhone")
    ] = None
    address_1: Annotated[
        Text, personal("Address line 1", "REST ShippingAddressLine1, BillingAddressLine1 · CU ShipAddress1")
    ] = None
    address_2: Annotated[
        Text, personal("Address line 2", "REST ShippingAddressLine2, BillingAddressLine2 · CU ShipAddress2")
    ] = None
    address_3: Annotated[Text, personal("Address line 3", "CU ShipAddress3")] = None
    city: Annotated[Text, personal("City", "REST ShippingCity, BillingCity · CU ShipCity")] = None
    region: Annotated[
        Text, personal("State or province, code or name", "REST ShippingStateOrProvince · CU ShipState")
    ] = None
    region_name: Annotated[Text, personal("State or province, name", "REST ShippingStateOrProvinceName")] = None
    postal_code: Annotated[Text, personal("Postal code", "REST ShippingPostalCode · CU ShipPostalcode")] = None
    country: Annotated[
        Text, personal("Country as the hub writes it", "REST ShippingCountry, BillingCountry · CU ShipCountry")
    ] = None
    country_name: Annotated[Text, personal("Name of the country", "CApe country")] = None
    payment_account: Annotated[
        Text, personal("Account with the payment provider; kind billing", "REST PaymentPaypalAccountID")
    ] = None
    card_last4: Annotated[Text, personal("Last digits of the card; kind billing", "REST PaymentCreditCardLast4")] = None
    email_opt_in: Annotated[bool | None, personal("Wants e-mails; kind buyer", "REST BuyerEmailOptIn")] = None


class OrderText(Record, frozen=True, kw_only=True):
    """Free text of an order; buyers write names and addresses into it. Empty texts have no row."""

    account: Annotated[str, ACCOUNT]
    order_id: Annotated[str, ORDER]
    kind: Annotated[
        str,
        key(
            "public_notes, private_notes, special_instructions, flag_description (of the order); "
            "gift_message, gift_notes (of a line; CU of the order); "
            "refund_public_notes, refund_comment (of a refund); delivery_instructions",
            "REST PublicNotes, PrivateNotes, SpecialInstructions, FlagDescription, GiftMessage, GiftNotes, Comment · "
            "CU ShipDeliveryInstructions, BuyerCheckoutMessage, GiftMessage",
        ),
    ]
    about_id: Annotated[str, key("What the text belongs to: order_id, item_id or refund_id")]
    text: Annotated[str, personal("The text, as the hub gives it")]


class AdditionalField(Record, frozen=True, kw_only=True):
    """A field of the hub's own or the seller's own making; names may repeat, their order is kept."""

    account: Annotated[str, ACCOUNT]
    order_id: Annotated[str, ORDER]
    owner: Annotated[str, key("order, item, fulfillment, customer, shipping_address, billing_address")]
    owner_id: Annotated[str, key("order_id, item_id or fulfillment_id; order_id for the customer and addresses")]
    number: Annotated[int, key("Place in the owner's list, from 1")]
    name: Annotated[
        Text,
        says(
            "Name of the field",
            "REST CustomFields.FieldID as text · SOAP CustomValue.ID · CU names in a JSON of OrderFlags, GiftWrapType "
            "· CApe name",
        ),
    ] = None
    value: Annotated[Text, personal("Its value, as text", "REST, SOAP Value · CApe value")] = None
