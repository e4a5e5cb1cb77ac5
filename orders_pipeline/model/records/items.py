"""What was bought: line items and the components of bundles."""

from decimal import Decimal
from typing import Annotated

from orders_pipeline.model.columns import Record, key, money, says, units

Text = str | None
Amount = Decimal | None

ACCOUNT = key("Account of accounts.toml")
ORDER = key("Order, as in orders.order_id")
CURRENCY = says("ISO 4217 code of the row's amounts, the order's")


class OrderItem(Record, frozen=True, kw_only=True):
    """One line of an order. One SKU may stand on several lines. Amounts are for all units unless called unit_*."""

    account: Annotated[str, ACCOUNT]
    order_id: Annotated[str, ORDER]
    item_id: Annotated[
        str,
        key(
            "The line's id",
            "REST OrderItem.ID · SOAP LineItemID · CU SKU, with #2 and on where it repeats; # and the place where it "
            "is missing · CApe id",
        ),
    ]
    line_number: Annotated[int, says("Place of the line in the order as the hub lists it, from 1")]
    sku: Annotated[
        Text, says("Seller's SKU; NULL for listings unknown to the catalogue", "REST Sku · SOAP, CU SKU · CApe sku")
    ] = None
    title: Annotated[Text, says("Title at the time of the order", "REST, SOAP Title · CU Name · CApe title")] = None
    quantity: Annotated[Amount, units("Units ordered", "REST, SOAP Quantity · CU Qty · CApe quantity")] = None
    product_id: Annotated[Text, says("The hub's product id", "REST ProductID")] = None
    marketplace_item_id: Annotated[
        Text, says("The line's id at the marketplace", "REST SiteOrderItemID · SOAP SalesSourceID")
    ] = None
    marketplace_listing_id: Annotated[
        Text, says("Listing at the marketplace", "REST SiteListingID · SOAP ItemSaleSourceTransactionID")
    ] = None
    seller_item_id: Annotated[Text, says("The seller's own id of the line", "REST SellerOrderItemID")] = None
    channel_marketplace: Annotated[Text, says("Marketplace of the line, the hub's word", "SOAP ItemSaleSource")] = None
    item_url: Annotated[Text, says("Page of the listing", "REST ItemURL")] = None
    harmonized_code: Annotated[Text, says("Customs code", "REST HarmonizedCode")] = None
    reference_sku: Annotated[Text, says("SKU in a linked account", "REST ReferenceSku")] = None
    reference_product_id: Annotated[Text, says("Product in a linked account", "REST ReferenceProductID")] = None
    upc: Annotated[Text, says("Universal product code", "CApe upc")] = None
    vendor: Annotated[Text, says("Vendor of the product", "CApe vendor")] = None
    warehouse_location: Annotated[Text, says("Place in the warehouse", "SOAP WarehouseLocation")] = None
    distribution_center: Annotated[Text, says("Distribution centre of the line", "SOAP DistributionCenterCode")] = None
    shipping_method: Annotated[Text, says("Shipping method of the line", "CApe shippingMethod")] = None
    is_bundle: Annotated[
        bool | None,
        says("The line is a bundle; see bundle_components", "REST IsBundle · CU true for SKUs such as parent^child"),
    ] = None
    is_externally_fulfilled: Annotated[
        bool | None, says("The marketplace ships the line", "SOAP IsExternallyFulfilled")
    ] = None
    channel_fulfillment_type: Annotated[Text, says("The hub's word", "SOAP FulfillmentType")] = None
    reserve_qty: Annotated[Amount, units("Units reserved", "CApe reserveQuantity")] = None
    presale_qty: Annotated[Amount, units("Units sold before stock", "CApe presaleQuantity")] = None
    weight_grams: Annotated[Amount, units("Weight in grams", "CApe grams")] = None

    currency: Annotated[Text, CURRENCY] = None
    unit_price_amount: Annotated[Amount, money("Price of one unit", "REST, SOAP UnitPrice · CU Price · CApe price")] = (
        None
    )
    unit_tax_amount: Annotated[Amount, money("Tax of one unit, where the hub gives it so", "CU Tax")] = None
    tax_amount: Annotated[
        Amount,
        money(
            "Tax of the line",
            "REST TaxPrice · SOAP TaxCost · "
            "CU Tax × Qty, NULL where that is finer than four decimals · "
            "CApe sum of taxes.price",
        ),
    ] = None
    tax_rate_percent: Annotated[Amount, units("Tax rate in percent", "SOAP VATRate")] = None
    shipping_amount: Annotated[
        Amount, money("Shipping of the line", "REST ShippingPrice · SOAP ShippingCost · CApe shippingPrice")
    ] = None
    shipping_tax_amount: Annotated[
        Amount, money("Tax on the line's shipping", "REST ShippingTaxPrice · SOAP ShippingTaxCost · CApe shippingTax")
    ] = None
    gift_wrap_amount: Annotated[Amount, money("Gift wrap of the line", "REST GiftPrice · SOAP GiftWrapCost")] = None
    gift_wrap_tax_amount: Annotated[
        Amount, money("Tax on the line's gift wrap", "REST GiftTaxPrice · SOAP GiftWrapTaxCost")
    ] = None
    recycling_fee_amount: Annotated[Amount, money("Recycling fee of the line", "REST, SOAP RecyclingFee")] = None
    discount_amount: Annotated[
        Amount,
        money(
            "Promotions of the line on the goods as a positive saving: the sum of |Amount|; "
            "NULL where no promotion gives one",
            "REST Promotions.Amount · SOAP ItemPromoList.UnitPrice",
        ),
    ] = None
    shipping_discount_amount: Annotated[
        Amount,
        money("The same for shipping", "REST Promotions.ShippingAmount · SOAP ItemPromoList.ShippingPrice"),
    ] = None
    promotion_codes: Annotated[
        Text,
        says(
            "Codes of the line's promotions in the hub's order, comma-separated, absent ones left out",
            "REST Promotions.Code · SOAP ItemPromoList.PromoCode",
        ),
    ] = None
    unit_estimated_shipping_cost_amount: Annotated[
        Amount, money("Seller's estimated cost to ship one unit", "REST UnitEstimatedShippingCost")
    ] = None
    derived: Annotated[
        Text,
        says(
            "Names of this row's columns that we computed instead of reading, comma-separated; NULL where none",
            "CU tax_amount where it is not NULL · CApe tax_amount where the line has several taxes",
        ),
    ] = None


class BundleComponent(Record, frozen=True, kw_only=True):
    """One product within a bundle line."""

    account: Annotated[str, ACCOUNT]
    order_id: Annotated[str, ORDER]
    item_id: Annotated[str, key("The bundle's line, as in order_items.item_id")]
    component_id: Annotated[
        str,
        key(
            "The component's product id within the line, with #2 and on where a product repeats; the hub gives no id",
            "REST ProductID · CU the child's part of SKU",
        ),
    ]
    component_number: Annotated[int, says("Place in the bundle as the hub lists it, from 1")]
    product_id: Annotated[Text, says("The hub's product id", "REST ProductID")] = None
    sku: Annotated[Text, says("SKU of the component", "REST Sku · CU the child's part of SKU")] = None
    title: Annotated[Text, says("Title of the component", "REST Title")] = None
    quantity: Annotated[
        Amount, units("Units in the order: already multiplied by the line's quantity", "REST Quantity")
    ] = None
    bundle_product_id: Annotated[Text, says("Product id of the bundle", "REST BundleProductID")] = None
    bundle_sku: Annotated[Text, says("SKU of the bundle", "REST BundleSku · CU the parent's part of SKU")] = None
    reference_product_id: Annotated[Text, says("Product in a linked account", "REST ReferenceProductID")] = None
    reference_sku: Annotated[Text, says("SKU in a linked account", "REST ReferenceSku")] = None
