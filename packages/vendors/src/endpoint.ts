/** What an endpoint does to money; the vendor's table decides, `docs/vendors` explains each. */
export type EndpointClass =
  | "MONEY_IN"
  | "MONEY_IN_INDIRECT"
  | "MONEY_IN_DEFERRED"
  | "FUNDS_PULL"
  | "MONEY_OUT"
  | "MONEY_OUT_INDIRECT"
  | "MONEY_OUT_CREDIT"
  | "VENDOR_SPEND"
  | "VENDOR_FEE"
  | "MONEY_RELEASE"
  | "WRITE_OFF"
  | "DISCOUNT"
  | "PRICED_OBJECT"
  | "OBJECT_MONEY"
  | "BOOKKEEPING"
  | "CONTROL"
  | "DESTRUCTIVE"
  | "OBJECT"
  | "TEST_ONLY"
  | "READ"
  /** Takes many operations; each of them has an entry and a class of its own, and this one no entry. */
  | "DOCUMENT";

/** One entry of a vendor's catalogue. `name` is what allowlists, audit rows and screens show. */
export interface Endpoint {
  /** `POST /v1/customers/{id}`: method and template; unique within the vendor. */
  readonly name: string;
  readonly method: string;
  /** Path with `{parameter}` for each variable segment. */
  readonly template: string;
  readonly class: EndpointClass;
  /** The SDK's name for it (`paymentIntents.create`), for the endpoint picker. */
  readonly label: string;
  /** Request body limit in bytes; 64 KiB unless the endpoint says more. */
  readonly bodyLimit: number;
}
