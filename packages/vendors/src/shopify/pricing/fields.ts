import { isList, isObject, listOf, type Value } from "../graphql/value.ts";

/** The fields that an input may have, a list of such inputs, or `any` where what is inside moves nothing. */
export type Shape = "any" | readonly [item: Shape] | { readonly [name: string]: Shape };

const any = "any";
const fields = (names: string): { readonly [name: string]: Shape } =>
  Object.fromEntries(names.split(" ").map((name) => [name, any] as const));

const money = fields("amount currencyCode");
const bag = { shopMoney: money, presentmentMoney: money };
const refundMethods: Shape = [{ storeCreditRefund: { amount: money, expiresAt: any } }];
const orderTransactions: Shape = [{ transactionAmount: money, parentId: any }];

const fulfillment: Shape = {
  fulfillment: {
    lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: any, fulfillmentOrderLineItems: any }],
    ...fields("notifyCustomer originAddress trackingInfo"),
  },
  message: any,
};

/**
 * The arguments of each mutation that costs money, of all API versions. One with a field that is not here is refused:
 * it could move money that nobody has priced.
 */
export const mutationFields: Readonly<Record<string, Shape>> = {
  appPurchaseOneTimeCreate: { price: money, ...fields("name returnUrl test") },
  appSubscriptionCancel: fields("id prorate"),
  appSubscriptionCreate: {
    lineItems: [
      {
        plan: {
          appRecurringPricingDetails: { price: money, ...fields("interval discount planHandle") },
          appUsagePricingDetails: { cappedAmount: money, terms: any },
        },
      },
    ],
    ...fields("name test trialDays returnUrl replacementBehavior"),
  },
  appSubscriptionLineItemUpdate: { id: any, cappedAmount: money },
  appUsageRecordCreate: { price: money, ...fields("subscriptionLineItemId description idempotencyKey") },
  draftOrderComplete: fields("id paymentPending paymentGatewayId sourceName"),
  draftOrderInvoiceSend: fields("id email"),
  fulfillmentCreate: fulfillment,
  fulfillmentCreateV2: fulfillment,
  giftCardCreate: {
    input: fields("code customerId expiresOn initialValue note notify recipientAttributes templateSuffix"),
  },
  giftCardCredit: { id: any, creditInput: { creditAmount: money, note: any, processedAt: any } },
  giftCardDebit: { id: any, debitInput: { debitAmount: money, note: any, processedAt: any } },
  orderCancel: {
    refundMethod: { originalPaymentMethodsRefund: any, storeCreditRefund: { expiresAt: any } },
    ...fields("orderId refund restock reason notifyCustomer staffNote"),
  },
  orderCapture: { input: fields("id parentTransactionId amount currency finalCapture") },
  orderCreate: {
    order: {
      transactions: [
        {
          amountSet: bag,
          ...fields("authorizationCode deviceId gateway giftCardId kind locationId"),
          ...fields("paymentDetails processedAt receiptJson status test userId"),
        },
      ],
      ...fields("billingAddress buyerAcceptsMarketing closedAt companyLocationId currency customAttributes"),
      ...fields("customer customerId discountCode email financialStatus fulfillment fulfillmentStatus"),
      ...fields(
        "lineItems metafields name note phone poNumber presentmentCurrency processedAt referringSite",
      ),
      ...fields("shippingAddress shippingLines sourceIdentifier sourceName sourceUrl tags taxesIncluded"),
      ...fields("taxLines test userId"),
    },
    options: fields("inventoryBehaviour sendFulfillmentReceipt sendReceipt"),
  },
  orderCreateManualPayment: { amount: money, ...fields("id paymentMethodName processedAt") },
  orderCreateMandatePayment: {
    amount: money,
    ...fields("id paymentScheduleId idempotencyKey mandateId autoCapture"),
  },
  orderEditCommit: fields("id notifyCustomer staffNote"),
  orderInvoiceSend: fields("id email"),
  orderMarkAsPaid: { input: fields("id") },
  refundCreate: {
    input: {
      transactions: [fields("amount gateway kind orderId parentId")],
      refundMethods,
      shipping: fields("amount fullRefund"),
      ...fields("allowOverRefunding currency discrepancyReason note notify orderId processedAt"),
      ...fields("refundDuties refundLineItems"),
    },
  },
  returnProcess: {
    input: {
      financialTransfer: { issueRefund: { allowOverRefunding: any, orderTransactions, refundMethods } },
      ...fields("returnId returnLineItems exchangeLineItems refundDuties refundShipping tipLineId"),
      ...fields("notifyCustomer processedAt"),
    },
  },
  returnRefund: {
    returnRefundInput: {
      orderTransactions,
      refundMethods,
      ...fields("returnId returnRefundLineItems refundShipping refundDuties notifyCustomer"),
    },
  },
  storeCreditAccountCredit: { id: any, creditInput: { creditAmount: money, expiresAt: any, notify: any } },
  storeCreditAccountDebit: { id: any, debitInput: { debitAmount: money } },
  subscriptionBillingAttemptCreate: fields("subscriptionContractId subscriptionBillingAttemptInput"),
  subscriptionBillingCycleCharge: fields(
    "subscriptionContractId billingCycleSelector inventoryPolicy paymentProcessingPolicy",
  ),
};

/**
 * Finds the first field that a shape does not have, as a path; null when there is none. A list stands only where one
 * may: what reads as empty here could be read elsewhere.
 */
export function unknownField(value: Value | undefined, shape: Shape): string | null {
  if (shape === any || value === undefined || value === null) return null;
  if (isShapeList(shape)) return firstFound(listOf(value), (item) => unknownField(item, shape[0]));
  // Nothing tells an empty list from an empty object in the JSON that was read.
  if (isList(value) && value.length === 0) return null;
  if (!isObject(value)) return "(not an object)";
  return firstFound([...value], ([name, inner]) => {
    const below = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (below === undefined) return name;
    const found = unknownField(inner, below);
    return found === null ? null : `${name}.${found}`;
  });
}

const isShapeList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);

function firstFound<T>(items: readonly T[], find: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}
