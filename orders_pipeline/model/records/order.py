"""The order itself: identities, states, amounts, lineage. No personal data stands here."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from orders_pipeline.model.columns import Record, key, money, says, units
from orders_pipeline.model.marketplaces import Marketplace
from orders_pipeline.model.status import FulfilledBy, OrderStatus, PaymentStatus, ShippingStatus

Text = str | None
Instant = datetime | None
Amount = Decimal | None


class Order(Record, frozen=True, kw_only=True):
    """One order of one account, as its hub last showed it."""

    account: Annotated[str, key("Account of accounts.toml that read the order")]
    order_id: Annotated[
        str, key("The hub's own stable id", "REST ID · SOAP OrderID · CU RemoteOrderId, trimmed · CApe id")
    ]
    channel: Annotated[str, says("Dialect that the order was read by: channeladvisor, channeladvisor_soap, ...")]

    hub_account_id: Annotated[
        Text, says("The seller's account within the hub", "REST ProfileID · SOAP accountID · CApe businessId")
    ] = None
    hub_channel_id: Annotated[
        Text, says("The sales channel's id within the hub", "CU SettingsLinkId · CApe channelId")
    ] = None
    hub_order_number: Annotated[
        Text, says("A second number that the hub gives", "SOAP ClientOrderIdentifier · CU OrderId")
    ] = None
    marketplace: Annotated[
        Marketplace | None,
        says("Family of the marketplace, as in model/marketplaces.py; NULL where the hub's number or word is unknown"),
    ] = None
    marketplace_country: Annotated[
        Text, says("Country of the marketplace site (UK is GB), where the hub's list of sites names one; else NULL")
    ] = None
    channel_marketplace_id: Annotated[Text, says("The hub's number of the marketplace site", "REST SiteID")] = None
    channel_marketplace: Annotated[
        Text, says("The hub's word for the marketplace site", "REST SiteName · SOAP ItemSaleSource · CU ServiceSku")
    ] = None
    marketplace_account_id: Annotated[Text, says("The seller's account at the marketplace", "REST SiteAccountID")] = (
        None
    )
    marketplace_order_id: Annotated[
        Text,
        says(
            "Order number at the marketplace",
            "REST SiteOrderID, or SecondarySiteOrderID where SiteOrderID is absent or repeats ID · "
            "SOAP ClientOrderIdentifier unless it repeats OrderID · CU RemoteOrderId · CApe channelOrderId",
        ),
    ] = None
    secondary_marketplace_order_id: Annotated[
        Text, says("Second order number at the marketplace, as the hub gives it", "REST SecondarySiteOrderID")
    ] = None
    marketplace_record_number: Annotated[Text, says("Record number at eBay", "CU EbayRecordNumber")] = None
    seller_order_id: Annotated[Text, says("The seller's own number", "REST, SOAP SellerOrderID")] = None
    purchase_order_number: Annotated[Text, says("Number shared with the warehouse", "CApe purchaseOrderNumber")] = None
    checkout_source: Annotated[
        Text, says("Where the buyer checked out, in the hub's code", "REST CheckoutSourceID · SOAP CheckoutSource")
    ] = None
    reseller_id: Annotated[Text, says("Reseller given at checkout", "REST, SOAP ResellerID")] = None
    tags: Annotated[
        Text, says("The hub's tags or flags, as one text", "REST OrderTags · CU OrderFlags unless JSON")
    ] = None
    flag: Annotated[
        Text, says("Flag that a person set in the hub, in the hub's code", "REST FlagID · SOAP FlagStyle")
    ] = None

    order_status: Annotated[
        OrderStatus | None,
        says("What is to be done with the order; NULL where a word that decides it is unknown (model/status.py)"),
    ] = None
    payment_status: Annotated[PaymentStatus | None, says("State of the payment; NULL where unknown")] = None
    shipping_status: Annotated[ShippingStatus | None, says("State of the shipping as a whole; NULL where unknown")] = (
        None
    )
    channel_order_status: Annotated[
        Text, says("The hub's word", "REST, SOAP CheckoutStatus · CU OrderStatus · CApe status")
    ] = None
    channel_payment_status: Annotated[Text, says("The hub's word", "REST, SOAP PaymentStatus")] = None
    channel_shipping_status: Annotated[Text, says("The hub's word", "REST, SOAP ShippingStatus")] = None
    channel_order_state: Annotated[
        Text, says("Whether the hub keeps it as active, archived or canceled: its word", "SOAP OrderState")
    ] = None
    channel_refund_status: Annotated[
        Text, says("Which levels of it have refunds, the hub's word", "SOAP OrderRefundStatus")
    ] = None
    fulfilled_by: Annotated[
        FulfilledBy | None,
        says(
            "Who ships: seller, marketplace or mixed",
            "REST DistributionCenterTypeRollup · SOAP IsExternallyFulfilled of all lines · "
            "CU marketplace where OrderFlags holds AMAZON_FBA, else seller",
        ),
    ] = None
    channel_fulfilled_by: Annotated[Text, says("The hub's word", "REST DistributionCenterTypeRollup")] = None
    cancel_reason: Annotated[Text, says("Why it was canceled, in the hub's words", "CApe canceledReason")] = None
    unknown_words: Annotated[
        Text,
        says(
            "Names of this row's columns that are NULL because the hub's word is not in our tables, "
            "comma-separated in the order of the columns; order_status among them where a word that decides it is "
            "unknown; NULL where every word is known"
        ),
    ] = None

    purchased_at: Annotated[
        Instant,
        says("When the buyer ordered", "REST CreatedDateUtc · SOAP OrderTimeGMT · CU PurchaseDate · CApe purchasedAt"),
    ] = None
    imported_at: Annotated[Instant, says("When the hub took the order in", "REST ImportDateUtc · CApe createdAt")] = (
        None
    )
    updated_at: Annotated[
        Instant,
        says("When the hub last changed the order", "REST UpdatedDateUtc · SOAP LastUpdateDate · CApe updatedAt"),
    ] = None
    order_status_at: Annotated[
        Instant, says("Last change of the checkout state", "REST CheckoutDateUtc · SOAP CheckoutDateGMT")
    ] = None
    payment_status_at: Annotated[
        Instant, says("Last change of the payment state", "REST PaymentDateUtc · SOAP PaymentDateGMT")
    ] = None
    shipping_status_at: Annotated[
        Instant, says("Last change of the shipping state", "REST ShippingDateUtc · SOAP ShippingDateGMT")
    ] = None
    canceled_at: Annotated[
        Instant, says("When it was canceled, where the hub says so", "SOAP DateCancelledGMT · CApe canceledAt")
    ] = None
    estimated_ship_at: Annotated[
        Instant, says("When the seller expects to ship", "REST EstimatedShipDateUtc · SOAP EstimatedShipDate")
    ] = None
    deliver_by_at: Annotated[Instant, says("Deadline of delivery", "REST DeliverByDateUtc · SOAP DeliveryDate")] = None

    currency: Annotated[
        Text,
        says(
            "ISO 4217 code of every amount of the order",
            "REST, CU Currency · SOAP by ItemSaleSource where it names a country, else settings · "
            "CApe alphabeticCurrencyCode",
        ),
    ] = None
    total_amount: Annotated[
        Amount,
        money(
            "What the buyer paid in all, tax included; refunds do not reduce it",
            "REST TotalPrice · SOAP TotalOrderAmount · CU GrandTotal + OrderTax · CApe totalPrice",
        ),
    ] = None
    channel_total_amount: Annotated[
        Amount,
        money(
            "The hub's own total field, whatever it contains",
            "REST TotalPrice · SOAP TotalOrderAmount · CU GrandTotal (without tax) · CApe totalPrice",
        ),
    ] = None
    subtotal_amount: Annotated[
        Amount, money("Goods before shipping and tax, where the hub gives it", "CApe subtotalPrice")
    ] = None
    tax_amount: Annotated[
        Amount,
        money(
            "All tax of the order, shipping and gift wrap tax included; within the prices where is_tax_included",
            "REST TotalTaxPrice · SOAP SalesTax + VATShipping + VATGiftWrap lines · CU OrderTax · CApe totalTax",
        ),
    ] = None
    shipping_amount: Annotated[
        Amount,
        money(
            "Shipping, without exclusive tax",
            "REST TotalShippingPrice · SOAP Shipping line · CU ShipPrice · CApe totalShippingPrice",
        ),
    ] = None
    shipping_tax_amount: Annotated[
        Amount,
        money(
            "Tax on shipping, part of tax_amount",
            "REST TotalShippingTaxPrice · SOAP VATShipping line · CU ShipTax · CApe totalShippingTax",
        ),
    ] = None
    insurance_amount: Annotated[
        Amount, money("Shipping insurance", "REST TotalInsurancePrice · SOAP ShippingInsurance line")
    ] = None
    gift_wrap_amount: Annotated[
        Amount, money("Gift wrap", "REST TotalGiftOptionPrice · SOAP GiftWrap line · CU GiftWrapPrice")
    ] = None
    gift_wrap_tax_amount: Annotated[
        Amount,
        money(
            "Tax on gift wrap, part of tax_amount",
            "REST TotalGiftOptionTaxPrice · SOAP VATGiftWrap line · CU GiftWrapTax",
        ),
    ] = None
    recycling_fee_amount: Annotated[
        Amount, money("Recycling fee at order level, where the hub gives it there", "SOAP RecyclingFee line")
    ] = None
    discount_amount: Annotated[
        Amount,
        money(
            "Order-level promotion as a positive saving, whatever sign the hub used; "
            "promotions of lines stand at the lines",
            "REST PromotionAmount · SOAP Promotion line",
        ),
    ] = None
    promotion_code: Annotated[
        Text, says("Code of the order-level promotion", "REST PromotionCode · SOAP PromoCode")
    ] = None
    additional_amount: Annotated[
        Amount, money("Further cost (positive) or discount (negative)", "REST, SOAP AdditionalCostOrDiscount")
    ] = None
    is_tax_included: Annotated[
        bool | None,
        says(
            "Prices contain the tax: true InclusiveVat, false Standard and ExclusiveVat, NULL "
            "NoTax, Unspecified or unknown",
            "REST OrderTaxType · SOAP VATTaxCalculationOption · "
            "CU by the country of the marketplace site, else of the parcel: VAT countries true, "
            "US and CA false",
        ),
    ] = None
    is_shipping_tax_included: Annotated[
        bool | None,
        says("Same for the shipping price", "REST ShippingTaxType · SOAP VATShippingOption · CU as is_tax_included"),
    ] = None
    is_gift_wrap_tax_included: Annotated[
        bool | None, says("Same for the gift wrap price", "REST GiftOptionsTaxType · SOAP VATGiftWrapOption")
    ] = None
    channel_tax_type: Annotated[Text, says("The hub's word", "REST OrderTaxType · SOAP VATTaxCalculationOption")] = None
    channel_shipping_tax_type: Annotated[
        Text, says("The hub's word", "REST ShippingTaxType · SOAP VATShippingOption")
    ] = None
    channel_gift_wrap_tax_type: Annotated[
        Text, says("The hub's word", "REST GiftOptionsTaxType · SOAP VATGiftWrapOption")
    ] = None
    derived: Annotated[
        Text, says("Names of this row's columns that we computed instead of reading, comma-separated; NULL where none")
    ] = None

    payment_method: Annotated[Text, says("How the buyer paid", "REST, CU PaymentMethod · SOAP PaymentType")] = None
    payment_transaction_id: Annotated[
        Text, says("The payment provider's id", "REST, SOAP PaymentTransactionID · CU PayPalTransactionID")
    ] = None
    payment_merchant_reference: Annotated[
        Text,
        says(
            "The merchant's reference with the payment provider",
            "REST PaymentMerchantReferenceNumber · SOAP MerchantReferenceNumber",
        ),
    ] = None
    requested_carrier: Annotated[Text, says("Carrier that the buyer chose", "REST RequestedShippingCarrier")] = None
    requested_class: Annotated[
        Text, says("Service that the buyer chose", "REST RequestedShippingClass · CU ShipService")
    ] = None
    ship_to_country: Annotated[
        Text,
        says(
            "Country that the parcel goes to, as the hub writes it",
            "REST ShippingCountry · SOAP CountryCode · CU ShipCountry · CApe countryCode",
        ),
    ] = None
    weight_grams: Annotated[Amount, units("Weight of the order in grams", "CApe totalGrams")] = None
    has_personal_data: Annotated[
        bool | None, says("The hub still holds the buyer's data: UserDataPresent is not 0", "REST UserDataPresent")
    ] = None
    personal_data_removal_at: Annotated[
        Instant, says("When the hub removes or removed the buyer's data", "REST UserDataRemovalDateUTC")
    ] = None
