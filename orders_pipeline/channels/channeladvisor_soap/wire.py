"""ChannelAdvisor's SOAP documents as typed structs, field names as on the wire (channeladvisor-soap.md §§5.4, 8, 10).

Required is what an order cannot be kept without; every other element may be absent, empty or nil: None. How elements
become structs stands in `elements`. `Money` fits DECIMAL(18,4) exactly, instants are UTC, 1900-01-01 is None.
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, ClassVar

import msgspec

from orders_pipeline.channels.channeladvisor_soap import names

COUNT = "count"  # a whole number of units
RATE = "rate"  # in percent, up to three decimals
Text = str | None
Number = int | None
Money = Decimal | None
Units = Annotated[Decimal | None, COUNT]
Percent = Annotated[Decimal | None, RATE]
Moment = datetime | None
Truth = bool | None


class Wire(msgspec.Struct, gc=False, kw_only=True):
    """Elements that no field is named after are skipped; `drift` finds them.

    ELEMENT: what an entry of a list is called. NOT_KEPT: known, and not read.
    """

    NAMESPACE: ClassVar[str] = names.ORDERS
    ELEMENT: ClassVar[str] = ""
    NOT_KEPT: ClassVar[frozenset[str]] = frozenset()


class States(Wire):
    CheckoutStatus: Text = None
    CheckoutDateGMT: Moment = None
    PaymentStatus: Text = None
    PaymentDateGMT: Moment = None
    ShippingStatus: Text = None
    ShippingDateGMT: Moment = None
    OrderRefundStatus: Text = None


class Payment(Wire):
    PaymentType: Text = None
    CreditCardLast4: Text = None
    PayPalID: Text = None
    MerchantReferenceNumber: Text = None
    PaymentTransactionID: Text = None


class Address(Wire):
    """The contact fields, in order."""

    AddressLine1: Text = None
    AddressLine2: Text = None
    City: Text = None
    Region: Text = None
    RegionDescription: Text = None
    PostalCode: Text = None
    CountryCode: Text = None
    CompanyName: Text = None
    JobTitle: Text = None
    Title: Text = None
    FirstName: Text = None
    LastName: Text = None
    Suffix: Text = None
    PhoneNumberDay: Text = None
    PhoneNumberEvening: Text = None


class ShipTo(Address):
    """§10.4: where an account uses Shipping Rules, carrier and class of ShipmentList are not reliable."""

    NOT_KEPT: ClassVar[frozenset[str]] = frozenset({"ShipmentList"})

    ShippingInstructions: Text = None
    EstimatedShipDate: Moment = None
    DeliveryDate: Moment = None


class ItemPromo(Wire):
    ELEMENT: ClassVar[str] = "OrderLineItemItemPromo"

    LineItemType: Text = None
    UnitPrice: Money = None
    PromoCode: Text = None
    ShippingPrice: Money = None


class LineItem(Wire):
    ELEMENT: ClassVar[str] = "OrderLineItemItem"
    NOT_KEPT: ClassVar[frozenset[str]] = frozenset(
        {"LineItemType", "AllowNegativeQuantity", "BuyerFeedbackRating", "UnitWeight", "UserName"}
    )

    LineItemID: int
    Quantity: Annotated[Decimal, COUNT]
    UnitPrice: Money = None
    ItemSaleSource: Text = None
    SKU: Text = None
    Title: Text = None
    BuyerUserID: Text = None
    SalesSourceID: Text = None
    VATRate: Percent = None
    TaxCost: Money = None
    ShippingCost: Money = None
    ShippingTaxCost: Money = None
    GiftWrapCost: Money = None
    GiftWrapTaxCost: Money = None
    GiftMessage: Text = None
    GiftWrapLevel: Text = None
    ItemPromoList: list[ItemPromo] | None = None
    RecyclingFee: Money = None
    FulfillmentType: Text = None
    WarehouseLocation: Text = None
    DistributionCenterCode: Text = None
    IsExternallyFulfilled: Truth = None
    ItemSaleSourceTransactionID: Text = None


class InvoiceLine(Wire):
    """A charge of the order as a whole."""

    ELEMENT: ClassVar[str] = "OrderLineItemInvoice"

    LineItemType: str
    UnitPrice: Decimal


class PromoLine(Wire):
    """A saving, or a further cost, of the order as a whole."""

    ELEMENT: ClassVar[str] = "OrderLineItemPromo"

    LineItemType: str
    UnitPrice: Decimal
    PromoCode: Text = None


class Cart(Wire):
    """CartID repeats OrderID."""

    NOT_KEPT: ClassVar[frozenset[str]] = frozenset({"CartID"})

    CheckoutSource: Text = None
    VATTaxCalculationOption: Text = None
    VATShippingOption: Text = None
    VATGiftWrapOption: Text = None
    LineItemSKUList: list[LineItem] | None = None
    LineItemInvoiceList: list[InvoiceLine] | None = None
    LineItemPromoList: list[PromoLine] | None = None


class CustomValue(Wire):
    ELEMENT: ClassVar[str] = "CustomValue"

    ID: Number = None
    Value: Text = None


class Order(Wire):
    """What stands in an OrderResponseItem at the level Complete; lower levels have less of it."""

    NOT_KEPT: ClassVar[frozenset[str]] = frozenset({"NumberOfMatches", "BuyerIpAddress"})

    OrderID: int
    OrderTimeGMT: datetime
    TotalOrderAmount: Decimal
    LastUpdateDate: Moment = None
    OrderState: Text = None
    DateCancelledGMT: Moment = None
    ClientOrderIdentifier: Text = None
    SellerOrderID: Text = None
    FlagStyle: Text = None
    OrderStatus: States | None = None
    ResellerID: Text = None
    BuyerEmailAddress: Text = None
    EmailOptIn: Truth = None
    PaymentInfo: Payment | None = None
    ShippingInfo: ShipTo | None = None
    BillingInfo: Address | None = None
    FlagDescription: Text = None
    ShoppingCart: Cart | None = None
    CustomValueList: list[CustomValue] | None = None
    TransactionNotes: Text = None


class RefundItem(Wire):
    """§8.1; as SubmitOrderRefund echoes it."""

    ELEMENT: ClassVar[str] = "RefundItem"

    SKU: Text = None
    Amount: Money = None
    ShippingAmount: Money = None
    ShippingTaxAmount: Money = None
    TaxAmount: Money = None
    GiftWrapAmount: Money = None
    GiftWrapTaxAmount: Money = None
    RecyclingFee: Money = None
    Quantity: Units = None
    RefundRequestID: Number = None
    RefundRequested: Truth = None
    RestockQuantity: Truth = None
    AdjustmentReason: Text = None
    SellerRefundID: Text = None
    LineItemID: Number = None


class LineItemRefund(RefundItem):
    """§8.3; as GetOrderRefundHistory shows it."""

    ELEMENT: ClassVar[str] = "OrderLineItemRefundHistoryResponse"
    NOT_KEPT: ClassVar[frozenset[str]] = frozenset({"ItemSaleSource"})

    InvoiceItemID: Number = None
    RefundRequestStatus: Text = None
    RefundPaymentInfo: Payment | None = None
    RestockStatus: Text = None
    RefundCreateDateGMT: Moment = None


class RefundHistory(Wire):
    """The ResultData of GetOrderRefundHistory."""

    NOT_KEPT: ClassVar[frozenset[str]] = frozenset({"RefundStatus"})  # repeats OrderRefundStatus

    OrderID: int
    ClientOrderIdentifier: Text = None
    LineItemRefunds: list[LineItemRefund] | None = None


class RefundAnswer(Wire):
    """The ResultData of SubmitOrderRefund: an inner MessageCode stands in it beside the outer one."""

    MessageCode: int
    OrderID: Number = None
    ClientOrderIdentifier: Text = None
    RefundItems: list[RefundItem] | None = None
    Message: Text = None


class FulfillmentItem(Wire):
    """§10.4"""

    NAMESPACE: ClassVar[str] = names.WEB
    NOT_KEPT: ClassVar[frozenset[str]] = frozenset({"SiteAuctionID", "SaleSourceID"})

    FulfillmentItemID: int
    SKU: Text = None
    Quantity: Units = None
    LineItemID: Number = None


class Fulfillment(Wire):
    """§10.4"""

    NAMESPACE: ClassVar[str] = names.WEB

    FulfillmentID: int
    CreatedDateGMT: Moment = None
    UpdatedDateGMT: Moment = None
    FulfillmentType: Text = None
    FulfillmentStatus: Text = None
    CarrierCode: Text = None
    ClassCode: Text = None
    TrackingNumber: Text = None
    DistributionCenterCode: Text = None
    Cost: Money = None
    TaxCost: Money = None
    InsuranceCost: Money = None
    ShippedDateGMT: Moment = None
    SellerFulfillmentID: Text = None
    ItemList: list[FulfillmentItem] | None = None


class OrderFulfillments(Wire):
    """One entry of GetOrderFulfillmentDetailList."""

    NAMESPACE: ClassVar[str] = names.WEB

    OrderID: int
    ClientOrderIdentifier: Text = None
    FulfillmentList: list[Fulfillment] | None = None
