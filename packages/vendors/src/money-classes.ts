import type { EndpointClass } from "./endpoint.ts";

const costs: Readonly<Record<EndpointClass, boolean>> = {
  MONEY_IN: true,
  MONEY_IN_INDIRECT: true,
  MONEY_IN_DEFERRED: true,
  FUNDS_PULL: true,
  MONEY_OUT: true,
  MONEY_OUT_INDIRECT: true,
  MONEY_OUT_CREDIT: true,
  VENDOR_SPEND: true,
  VENDOR_FEE: true,
  MONEY_RELEASE: false,
  WRITE_OFF: false,
  DISCOUNT: false,
  PRICED_OBJECT: false,
  OBJECT_MONEY: false,
  BOOKKEEPING: false,
  CONTROL: false,
  DESTRUCTIVE: false,
  OBJECT: false,
  TEST_ONLY: false,
  READ: false,
  DOCUMENT: false,
};

/** Whether a call of this class can cost money, so that it needs a price before it is sent. */
export const costsMoney = (kind: EndpointClass): boolean => costs[kind];
