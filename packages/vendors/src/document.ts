import type { Refusal, StatelessVerdict } from "@keybrake/policy";
import type { Endpoint } from "./endpoint.ts";

/** What a body that names its own operations asks for. */
export type DocumentResult =
  | {
      readonly ok: true;
      /** The root fields, each an entry of the catalogue, in the order of their names; at least one. */
      readonly operations: readonly Endpoint[];
      /** All of them as one endpoint, for the price and the audit row: `MUTATION orderCancel, MUTATION refundCreate`. */
      readonly endpoint: Endpoint;
    }
  | { readonly ok: false; readonly refusal: Refusal<StatelessVerdict> };
