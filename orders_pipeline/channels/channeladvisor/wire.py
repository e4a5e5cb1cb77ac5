"""ChannelAdvisor's order documents as typed structs, field names as on the wire (channeladvisor-rest.md §5).

Required is what an order cannot be kept without; every other field may be null or absent. Amounts and quantities are
Decimal, read from the digits of the number. A collection that was not expanded is UNSET, an empty one is [].
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
Text = str | None
Number = int | None
Money = Decimal | None
Moment = Instant | None
Truth = bool | None


class Wire(msgspec.Struct, gc=False):
    """Unknown fields are skipped; `drift` finds them."""


class Promotion(Wire):
    """§5.4"""

    ID: Number = None
    Code: Text = None
    Amount: Money = None
    ShippingAmount: Money = None


class BundleComponent(Wire):
    """§5.3"""

    ProductID: Number = None
    Sku: Text = None
    Title: Text = None
    Quantity: Money = None
    BundleProductID: Number = None
    BundleSku: Text = None
    ReferenceProductID: Number = None
    ReferenceSku: Text = None


class Adjustment(Wire, kw_only=True):
    """§5.8, order level and item level: the latter has the last five fields."""

    ID: int
    Type: str
    Reason: str
    RequestStatus: str
    CreatedSource: Text = None
    LastUpdatedSource: Text = None
    IsRestock: Truth = None
    ItemAdjustment: Money = None
    TaxAdjustment: Money = None
    ShippingAdjustment: Money = None
    ShippingTaxAdjustment: Money = None
    GiftWrapAdjustment: Money = None
    GiftWrapTaxAdjustment: Money = None
    RecyclingFeeAdjustment: Money = None
    SellerAdjustmentID: Text = None
    SiteAdjustmentID: Text = None
    SiteRefundDateUtc: Moment = None
    AdjustmentTransactionID: Text = None
    PublicNotes: Text = None
    Comment: Text = None
    CreatedDateUtc: Moment = None
    RestockStatus: Text = None
    RmaNumber: Text = None
    ReturnShippingFee: Money = None
    RestockingFee: Money = None
    ReturnTrackingNumberOrUrl: Text = None
    ReturnShippingMethod: Text = None
    OrderItemID: Number = None
    Quantity: Money = None
    ReferenceSku: Text = None
    ReferenceProductID: Number = None


class OrderItem(Wire, kw_only=True):
    """§5.2"""

    ID: int
    Quantity: Decimal
    ProductID: Number = None
    SiteOrderItemID: Text = None
    SellerOrderItemID: Text = None
    SiteListingID: Text = None
    Sku: Text = None
    Title: Text = None
    UnitPrice: Money = None
    TaxPrice: Money = None
    ShippingPrice: Money = None
    ShippingTaxPrice: Money = None
    RecyclingFee: Money = None
    UnitEstimatedShippingCost: Money = None
    GiftMessage: Text = None
    GiftNotes: Text = None
    GiftPrice: Money = None
    GiftTaxPrice: Money = None
    IsBundle: Truth = None
    ItemURL: Text = None
    HarmonizedCode: Text = None
    ReferenceSku: Text = None
    ReferenceProductID: Number = None
    Promotions: list[Promotion] | UnsetType = UNSET
    BundleComponents: list[BundleComponent] | UnsetType = UNSET
    Adjustments: list[Adjustment] | UnsetType = UNSET


class FulfillmentItem(Wire, kw_only=True):
    """§5.7"""

    ID: int
    OrderItemID: Number = None
    Sku: Text = None
    Quantity: Money = None
    ProductID: Number = None
    SellerFulfillmentItemID: Text = None
    MarketplaceShippingStatus: Text = None
    WarehouseLocation: Text = None
    ReferenceSku: Text = None
    ReferenceProductID: Number = None
    DistributionCenterItemUnitCost: Money = None
    DistributionCenterShippingCost: Money = None
    DistributionCenterCalculatedItemUnitCost: Money = None
    DistributionCenterCalculatedShippingCost: Money = None


class Fulfillment(Wire, kw_only=True):
    """§5.6"""

    ID: int
    Type: Text = None
    DeliveryStatus: Text = None
    CreatedDateUtc: Moment = None
    UpdatedDateUtc: Moment = None
    TrackingNumber: Text = None
    TrackingUrl: Text = None
    ReturnTrackingNumber: Text = None
    ShippingCarrier: Text = None
    ShippingClass: Text = None
    DistributionCenterID: Number = None
    ExternalFulfillmentCenterCode: Text = None
    ExternalFulfillmentStatus: Text = None
    ExternalFulfillmentNumber: Text = None
    ExternalFulfillmentReferenceNumber: Text = None
    ShippingCost: Money = None
    InsuranceCost: Money = None
    TaxCost: Money = None
    ShippedDateUtc: Moment = None
    SellerFulfillmentID: Text = None
    HasShippingLabel: Truth = None
    HasChannelPackingSlip: Truth = None
    HasReturnLabel: Truth = None
    HasChannelReturnLabel: Truth = None
    ShippingLabelRequestID: Text = None
    StagingLocation: Text = None
    SerialShippingContainerCode: Text = None
    EarliestDeliveryDateUtc: Moment = None
    EarliestShipDateUtc: Moment = None
    EstimatedDeliveryDateUtc: Moment = None
    EstimatedShipDateUtc: Moment = None
    LabelFormat: Text = None
    ReturnLabelFormat: Text = None
    ChannelReturnLabelFormat: Text = None
    Items: list[FulfillmentItem] | UnsetType = UNSET


class CustomField(Wire):
    """§5.5"""

    FieldID: Number = None
    Value: Text = None


class Order(Wire, kw_only=True):
    """§5.1"""

    ID: int
    ProfileID: int
    CreatedDateUtc: Instant
    Currency: str
    TotalPrice: Decimal
    CheckoutStatus: str
    PaymentStatus: str
    ShippingStatus: str
    Items: list[OrderItem]
    Fulfillments: list[Fulfillment] | UnsetType = UNSET
    Adjustments: list[Adjustment] | UnsetType = UNSET
    CustomFields: list[CustomField] | UnsetType = UNSET
    SiteID: Number = None
    SiteName: Text = None
    UserDataPresent: Number = None
    UserDataRemovalDateUTC: Moment = None
    SiteAccountID: Number = None
    SiteOrderID: Text = None
    SecondarySiteOrderID: Text = None
    SellerOrderID: Text = None
    CheckoutSourceID: Number = None
    ImportDateUtc: Moment = None
    UpdatedDateUtc: Moment = None
    PublicNotes: Text = None
    PrivateNotes: Text = None
    SpecialInstructions: Text = None
    TotalTaxPrice: Money = None
    TotalShippingPrice: Money = None
    TotalShippingTaxPrice: Money = None
    TotalInsurancePrice: Money = None
    TotalGiftOptionPrice: Money = None
    TotalGiftOptionTaxPrice: Money = None
    AdditionalCostOrDiscount: Money = None
    EstimatedShipDateUtc: Moment = None
    DeliverByDateUtc: Moment = None
    RequestedShippingCarrier: Text = None
    RequestedShippingClass: Text = None
    ResellerID: Text = None
    FlagID: int | str | None = None  # a number here, an enum name in the newer tables
    FlagDescription: Text = None
    OrderTags: Text = None
    DistributionCenterTypeRollup: Text = None
    CheckoutDateUtc: Moment = None
    PaymentDateUtc: Moment = None
    ShippingDateUtc: Moment = None
    BuyerUserId: Text = None
    BuyerEmailAddress: Text = None
    BuyerEmailOptIn: Truth = None
    OrderTaxType: Text = None
    ShippingTaxType: Text = None
    GiftOptionsTaxType: Text = None
    PaymentMethod: Text = None
    PaymentTransactionID: Text = None
    PaymentPaypalAccountID: Text = None
    PaymentCreditCardLast4: Text = None
    PaymentMerchantReferenceNumber: Text = None
    ShippingTitle: Text = None
    ShippingFirstName: Text = None
    ShippingLastName: Text = None
    ShippingSuffix: Text = None
    ShippingCompanyName: Text = None
    ShippingCompanyJobTitle: Text = None
    ShippingDaytimePhone: Text = None
    ShippingEveningPhone: Text = None
    ShippingAddressLine1: Text = None
    ShippingAddressLine2: Text = None
    ShippingCity: Text = None
    ShippingStateOrProvince: Text = None
    ShippingStateOrProvinceName: Text = None
    ShippingPostalCode: Text = None
    ShippingCountry: Text = None
    BillingTitle: Text = None
    BillingFirstName: Text = None
    BillingLastName: Text = None
    BillingSuffix: Text = None
    BillingCompanyName: Text = None
    BillingCompanyJobTitle: Text = None
    BillingDaytimePhone: Text = None
    BillingEveningPhone: Text = None
    BillingAddressLine1: Text = None
    BillingAddressLine2: Text = None
    BillingCity: Text = None
    BillingStateOrProvince: Text = None
    BillingStateOrProvinceName: Text = None
    BillingPostalCode: Text = None
    BillingCountry: Text = None
    PromotionCode: Text = None
    PromotionAmount: Money = None


class OrderPage(msgspec.Struct):
    """A list of orders, decoded at once: the fast way, when no order is malformed."""

    value: list[Order]


class RestOfCollection(msgspec.Struct):
    """What a nested next link answers: more entries of one collection, left as bytes."""

    value: msgspec.Raw
