import type { EndpointClass } from "../../endpoint.ts";

/**
 * The mutations that a key may name, judged one by one against the Admin API of 2026-04; `README.md` beside this file
 * says how to renew it. One that is not here is no endpoint, so no key can be issued for it.
 */
export const mutationsByClass: Readonly<Partial<Record<EndpointClass, string>>> = {
  MONEY_IN: "orderCapture orderCreate orderCreateManualPayment orderCreateMandatePayment",
  MONEY_IN_INDIRECT: `draftOrderComplete fulfillmentCreate fulfillmentCreateV2 orderEditCommit orderMarkAsPaid
    subscriptionBillingAttemptCreate subscriptionBillingCycleCharge`,
  MONEY_IN_DEFERRED: "draftOrderInvoiceSend orderInvoiceSend",
  FUNDS_PULL: "giftCardDebit storeCreditAccountDebit",
  MONEY_OUT: "refundCreate returnProcess returnRefund",
  MONEY_OUT_INDIRECT: "appSubscriptionCancel orderCancel",
  MONEY_OUT_CREDIT: "giftCardCreate giftCardCredit storeCreditAccountCredit",
  VENDOR_SPEND: `appPurchaseOneTimeCreate appSubscriptionCreate appSubscriptionLineItemUpdate
    appUsageRecordCreate`,
  MONEY_RELEASE: "transactionVoid",
  WRITE_OFF: "giftCardDeactivate",
  DISCOUNT: `discountAutomaticActivate discountAutomaticBasicCreate discountAutomaticBasicUpdate
    discountAutomaticBxgyCreate discountAutomaticBxgyUpdate discountAutomaticDeactivate discountAutomaticDelete
    discountAutomaticFreeShippingCreate discountAutomaticFreeShippingUpdate discountCodeActivate
    discountCodeBasicCreate discountCodeBasicUpdate discountCodeBxgyCreate discountCodeBxgyUpdate
    discountCodeDeactivate discountCodeDelete discountCodeFreeShippingCreate discountCodeFreeShippingUpdate
    discountRedeemCodeBulkAdd`,
  PRICED_OBJECT: `draftOrderCreate draftOrderUpdate priceListFixedPricesAdd priceListFixedPricesUpdate productCreate
    productSet productUpdate productVariantsBulkCreate productVariantsBulkUpdate`,
  OBJECT_MONEY: `orderEditAddCustomItem orderEditAddLineItemDiscount orderEditAddShippingLine orderEditAddVariant
    orderEditBegin orderEditRemoveDiscount orderEditRemoveShippingLine orderEditSetQuantity
    orderEditUpdateDiscount orderEditUpdateShippingLine`,
  BOOKKEEPING: "paymentTermsCreate paymentTermsDelete paymentTermsUpdate",
  CONTROL: `customerPaymentMethodRevoke disputeEvidenceUpdate webhookSubscriptionCreate webhookSubscriptionDelete
    webhookSubscriptionUpdate`,
  DESTRUCTIVE: `collectionDelete customerDelete draftOrderDelete fileDelete metafieldsDelete metaobjectDelete
    orderDelete productDelete productVariantsBulkDelete`,
  OBJECT: `collectionAddProducts collectionCreate collectionRemoveProducts collectionUpdate customerAddressCreate
    customerAddressUpdate customerCreate customerSet customerUpdate draftOrderCalculate draftOrderDuplicate
    fileCreate fileUpdate fulfillmentCancel fulfillmentEventCreate fulfillmentOrderCancel fulfillmentOrderClose
    fulfillmentOrderHold fulfillmentOrderMove fulfillmentOrderOpen fulfillmentOrderReleaseHold
    fulfillmentOrderReschedule fulfillmentTrackingInfoUpdate giftCardSendNotificationToCustomer
    giftCardSendNotificationToRecipient giftCardUpdate inventoryActivate inventoryAdjustQuantities
    inventoryItemUpdate inventoryMoveQuantities inventorySetQuantities metafieldsSet metaobjectCreate
    metaobjectUpdate metaobjectUpsert orderClose orderCustomerSet orderOpen orderUpdate productOptionsCreate
    publishablePublish publishableUnpublish removeFromReturn returnApproveRequest returnCancel returnClose
    returnCreate returnDeclineRequest returnReopen returnRequest reverseFulfillmentOrderDispose
    stagedUploadsCreate tagsAdd tagsRemove translationsRegister urlRedirectCreate`,
};

/** Refused whatever a key lists, and why: what they do is not bounded by what they say. */
export const neverSent: Readonly<Record<string, string>> = {
  "MUTATION bulkOperationRunMutation": "It runs a mutation once for each line of an uploaded file, which nobody here can read.",
  "MUTATION bulkOperationRunQuery": "It runs a query of its own, which no allowlist would see.",
  "MUTATION subscriptionBillingCycleBulkCharge": "It charges any number of subscriptions.",
  "MUTATION delegateAccessTokenCreate": "It makes an access token, which would get past this proxy.",
};
