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
            "buyer (user id, e-mail, opt-in; CApe name and phone), shipping or billing "
            "(address; billing also payment_account, card_last4; CU its name and phone alone)"
        ),
    ]
    name: Annotated[
        Text, personal("Full name, where the hub gives one field", "CU ShipRecipientName, BuyerName · CApe name")
    ] = None
    title: Annotated[Text, personal("Form of address", "REST ShippingTitle, BillingTitle · SOAP Title")] = None
    first_name: Annotated[
        Text, personal("First name", "REST ShippingFirstName, BillingFirstName · SOAP FirstName · CApe firstName")
    ] = None
    last_name: Annotated[
        Text, personal("Last name", "REST ShippingLastName, BillingLastName · SOAP LastName · CApe lastName")
    ] = None
    suffix: Annotated[Text, personal("Suffix of the name", "REST ShippingSuffix, BillingSuffix · SOAP Suffix")] = None
    company: Annotated[
        Text, personal("Company", "REST ShippingCompanyName, BillingCompanyName · SOAP CompanyName · CApe company")
    ] = None
    job_title: Annotated[
        Text, personal("Position", "REST ShippingCompanyJobTitle, BillingCompanyJobTitle · SOAP JobTitle")
    ] = None
    email: Annotated[
        Text,
        personal(
            "E-mail; kind buyer, CU also shipping",
            "REST, SOAP BuyerEmailAddress · CU ShipEmail, BuyerEmail · CApe email",
        ),
    ] = None
    user_id: Annotated[
        Text,
        personal(
            "User at the marketplace; kind buyer", "REST BuyerUserId · SOAP BuyerUserID of the first line that has one"
        ),
    ] = None
    phone: Annotated[
        Text,
        personal(
            "Phone, by day",
            "REST ShippingDaytimePhone, BillingDaytimePhone · SOAP PhoneNumberDay · "
            "CU ShipPhoneNumber, BuyerPhoneNumber · CApe phone",
        ),
    ] = None
    evening_phone: Annotated[
        Text,
        personal("Phone in the evening", "REST ShippingEveningPhone, BillingEveningPhone · SOAP PhoneNumberEvening"),
    ] = None
    address_1: Annotated[
        Text,
        personal(
            "Address line 1",
            "REST ShippingAddressLine1, BillingAddressLine1 · SOAP AddressLine1 · CU ShipAddress1 · CApe address1",
        ),
    ] = None
    address_2: Annotated[
        Text,
        personal(
            "Address line 2",
            "REST ShippingAddressLine2, BillingAddressLine2 · SOAP AddressLine2 · CU ShipAddress2 · CApe address2",
        ),
    ] = None
    address_3: Annotated[Text, personal("Address line 3", "CU ShipAddress3")] = None
    city: Annotated[Text, personal("City", "REST ShippingCity, BillingCity · SOAP City · CU ShipCity · CApe city")] = (
        None
    )
    region: Annotated[
        Text,
        personal(
            "State or province, code or name",
            "REST ShippingStateOrProvince · SOAP Region · CU ShipState · CApe provinceCode, or province without it",
        ),
    ] = None
    region_name: Annotated[
        Text,
        personal(
            "State or province, name", "REST ShippingStateOrProvinceName · SOAP RegionDescription · CApe province"
        ),
    ] = None
    postal_code: Annotated[
        Text, personal("Postal code", "REST ShippingPostalCode · SOAP PostalCode · CU ShipPostalcode · CApe postalCode")
    ] = None
    country: Annotated[
        Text,
        personal(
            "Country as the hub writes it",
            "REST ShippingCountry, BillingCountry · SOAP CountryCode · CU ShipCountry · CApe countryCode",
        ),
    ] = None
    country_name: Annotated[Text, personal("Name of the country", "CApe country")] = None
    payment_account: Annotated[
        Text, personal("Account with the payment provider; kind billing", "REST PaymentPaypalAccountID · SOAP PayPalID")
    ] = None
    card_last4: Annotated[
        Text, personal("Last digits of the card; kind billing", "REST PaymentCreditCardLast4 · SOAP CreditCardLast4")
    ] = None
    email_opt_in: Annotated[
        bool | None, personal("Wants e-mails; kind buyer", "REST BuyerEmailOptIn · SOAP EmailOptIn")
    ] = None


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
            "SOAP TransactionNotes, ShippingInstructions, FlagDescription, GiftMessage, "
            "GiftWrapLevel · CU ShipDeliveryInstructions, BuyerCheckoutMessage, GiftMessage · "
            "CApe transactions.message as refund_comment",
        ),
    ]
    about_id: Annotated[str, key("What the text belongs to: order_id, item_id or refund_id")]
    text: Annotated[str, personal("The text, as the hub gives it")]


class AdditionalField(Record, frozen=True, kw_only=True):
    """A field of the hub's own or the seller's own making; names may repeat, their order is kept."""

    account: Annotated[str, ACCOUNT]
    order_id: Annotated[str, ORDER]
    owner: Annotated[
        str,
        key(
            "order, item, fulfillment, fulfillment_item, refund, refund_item, customer, "
            "shipping_address, billing_address"
        ),
    ]
    owner_id: Annotated[
        str,
        key(
            "order_id, item_id, fulfillment_id or refund_id; order_id for the customer and addresses; "
            "fulfillment_id/fulfillment_item_id and refund_id/refund_item_id for their lines"
        ),
    ]
    number: Annotated[int, key("Place in the owner's list, from 1")]
    name: Annotated[
        Text,
        says(
            "Name of the field",
            "REST CustomFields.FieldID as text · "
            "SOAP CustomValue.ID, or the LineItemType of an amount that no column is for · "
            "CU names in a JSON of OrderFlags, GiftWrapType · CApe name",
        ),
    ] = None
    value: Annotated[Text, personal("Its value, as text", "REST, SOAP Value · CApe value")] = None
