import { buildSchema } from "graphql";

/** The part of the Admin API of 2026-04 that this sandbox plays. */
export const schema = buildSchema(/* GraphQL */ `
  directive @idempotent(key: String!) on FIELD
  scalar Decimal
  scalar Money
  scalar URL
  scalar DateTime
  enum CurrencyCode { USD EUR JPY KWD }
  enum OrderTransactionKind { AUTHORIZATION CAPTURE CHANGE REFUND SALE VOID SUGGESTED_REFUND }
  enum OrderTransactionStatus { SUCCESS PENDING FAILURE ERROR }
  enum OrderCancelReason { CUSTOMER DECLINED FRAUD INVENTORY OTHER STAFF }
  schema { query: QueryRoot mutation: Mutation }

  interface Node { id: ID! }
  type MoneyV2 { amount: Decimal! currencyCode: CurrencyCode! }
  type MoneyBag { shopMoney: MoneyV2! presentmentMoney: MoneyV2! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type UserError { field: [String!] message: String! }
  type CodedUserError { field: [String!] message: String! code: String }
  type Shop { id: ID! name: String! currencyCode: CurrencyCode! myshopifyDomain: String! }
  type Order implements Node {
    id: ID! name: String! currencyCode: CurrencyCode! presentmentCurrencyCode: CurrencyCode! cancelledAt: DateTime
    totalPriceSet: MoneyBag! totalReceivedSet: MoneyBag! totalRefundedSet: MoneyBag!
    totalOutstandingSet: MoneyBag! totalCapturableSet: MoneyBag!
    refunds(first: Int): [Refund!]! transactions(first: Int): [OrderTransaction!]!
  }
  type OrderConnection { nodes: [Order!]! edges: [OrderEdge!]! pageInfo: PageInfo! }
  type OrderEdge { cursor: String! node: Order! }
  type OrderTransaction implements Node { id: ID! kind: OrderTransactionKind! status: OrderTransactionStatus! amountSet: MoneyBag! }
  type Refund implements Node { id: ID! note: String createdAt: DateTime totalRefundedSet: MoneyBag! }
  type DraftOrder implements Node { id: ID! totalPriceSet: MoneyBag! order: Order }
  type FulfillmentOrder implements Node { id: ID! order: Order! }
  type Fulfillment implements Node { id: ID! status: String! }
  type GiftCard implements Node { id: ID! enabled: Boolean! initialValue: MoneyV2! balance: MoneyV2! }
  type GiftCardCreditTransaction implements Node { id: ID! amount: MoneyV2! }
  type StoreCreditAccount implements Node { id: ID! balance: MoneyV2! }
  type StoreCreditAccountCreditTransaction implements Node { id: ID! amount: MoneyV2! account: StoreCreditAccount! }
  type AppPurchaseOneTime implements Node { id: ID! name: String! price: MoneyV2! }
  type AppUsageRecord implements Node { id: ID! price: MoneyV2! }
  type Job { id: ID! done: Boolean! }

  type QueryRoot {
    shop: Shop!
    node(id: ID!): Node
    order(id: ID!): Order
    orders(first: Int, after: String): OrderConnection!
    draftOrder(id: ID!): DraftOrder
    giftCard(id: ID!): GiftCard
  }

  input MoneyInput { amount: Decimal! currencyCode: CurrencyCode! }
  input MoneyBagInput { shopMoney: MoneyInput! presentmentMoney: MoneyInput }
  input OrderTransactionInput { amount: Money! gateway: String! kind: OrderTransactionKind! orderId: ID! parentId: ID }
  input StoreCreditRefundInput { amount: MoneyInput! expiresAt: DateTime }
  input RefundMethodInput { storeCreditRefund: StoreCreditRefundInput }
  input RefundLineItemInput { lineItemId: ID! quantity: Int! }
  input ShippingRefundInput { amount: Money fullRefund: Boolean }
  input RefundInput {
    orderId: ID! currency: CurrencyCode note: String notify: Boolean allowOverRefunding: Boolean = false
    transactions: [OrderTransactionInput!] refundMethods: [RefundMethodInput!] refundLineItems: [RefundLineItemInput!]
    shipping: ShippingRefundInput
  }
  input OrderCaptureInput { id: ID! parentTransactionId: ID! amount: Money! currency: CurrencyCode finalCapture: Boolean }
  input OrderCreateOrderTransactionInput {
    amountSet: MoneyBagInput! kind: OrderTransactionKind status: OrderTransactionStatus gateway: String test: Boolean
  }
  input OrderCreateLineItemInput { title: String quantity: Int! priceSet: MoneyBagInput }
  input OrderCreateOrderInput {
    currency: CurrencyCode presentmentCurrency: CurrencyCode email: String note: String test: Boolean
    lineItems: [OrderCreateLineItemInput!] transactions: [OrderCreateOrderTransactionInput!] financialStatus: String
  }
  input OrderCreateOptionsInput { sendReceipt: Boolean }
  input OrderCancelStoreCreditRefundInput { expiresAt: DateTime }
  input OrderCancelRefundMethodInput {
    originalPaymentMethodsRefund: Boolean storeCreditRefund: OrderCancelStoreCreditRefundInput
  }
  input OrderMarkAsPaidInput { id: ID! }
  input FulfillmentOrderLinesInput { fulfillmentOrderId: ID! }
  input FulfillmentInput { lineItemsByFulfillmentOrder: [FulfillmentOrderLinesInput!]! notifyCustomer: Boolean }
  input GiftCardCreateInput { initialValue: Decimal! code: String note: String customerId: ID }
  input GiftCardCreditInput { creditAmount: MoneyInput! note: String }
  input StoreCreditAccountCreditInput { creditAmount: MoneyInput! expiresAt: DateTime }

  type RefundCreatePayload { refund: Refund order: Order userErrors: [CodedUserError!]! }
  type OrderCapturePayload { transaction: OrderTransaction userErrors: [UserError!]! }
  type OrderCreatePayload { order: Order userErrors: [UserError!]! }
  type OrderCancelPayload { job: Job orderCancelUserErrors: [CodedUserError!]! userErrors: [UserError!]! }
  type OrderPayload { order: Order userErrors: [UserError!]! }
  type DraftOrderCompletePayload { draftOrder: DraftOrder userErrors: [UserError!]! }
  type FulfillmentCreatePayload { fulfillment: Fulfillment userErrors: [UserError!]! }
  type GiftCardCreatePayload { giftCard: GiftCard giftCardCode: String userErrors: [UserError!]! }
  type GiftCardCreditPayload { giftCardCreditTransaction: GiftCardCreditTransaction userErrors: [UserError!]! }
  type StoreCreditAccountCreditPayload {
    storeCreditAccountTransaction: StoreCreditAccountCreditTransaction userErrors: [UserError!]!
  }
  type AppPurchaseOneTimeCreatePayload {
    appPurchaseOneTime: AppPurchaseOneTime confirmationUrl: URL userErrors: [UserError!]!
  }
  type AppUsageRecordCreatePayload { appUsageRecord: AppUsageRecord userErrors: [UserError!]! }

  type Mutation {
    refundCreate(input: RefundInput!): RefundCreatePayload
    orderCapture(input: OrderCaptureInput!): OrderCapturePayload
    orderCreate(order: OrderCreateOrderInput!, options: OrderCreateOptionsInput): OrderCreatePayload
    orderCancel(
      orderId: ID! refundMethod: OrderCancelRefundMethodInput restock: Boolean! reason: OrderCancelReason!
      notifyCustomer: Boolean staffNote: String refund: Boolean
    ): OrderCancelPayload
    orderMarkAsPaid(input: OrderMarkAsPaidInput!): OrderPayload
    orderCreateManualPayment(id: ID!, amount: MoneyInput, paymentMethodName: String): OrderPayload
    draftOrderComplete(id: ID!, paymentPending: Boolean, sourceName: String): DraftOrderCompletePayload
    fulfillmentCreate(fulfillment: FulfillmentInput!, message: String): FulfillmentCreatePayload
    giftCardCreate(input: GiftCardCreateInput!): GiftCardCreatePayload
    giftCardCredit(id: ID!, creditInput: GiftCardCreditInput!): GiftCardCreditPayload
    storeCreditAccountCredit(id: ID!, creditInput: StoreCreditAccountCreditInput!): StoreCreditAccountCreditPayload
    appPurchaseOneTimeCreate(name: String!, price: MoneyInput!, returnUrl: URL!, test: Boolean): AppPurchaseOneTimeCreatePayload
    appUsageRecordCreate(
      subscriptionLineItemId: ID! price: MoneyInput! description: String! idempotencyKey: String
    ): AppUsageRecordCreatePayload
    tagsAdd(id: ID!, tags: [String!]!): OrderPayload
  }
`);
