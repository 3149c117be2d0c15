import { z } from "zod";
import { customVendorSchema } from "./custom-vendor.ts";

/** Micro-dollars as they stand in JSON: a decimal string, since JSON numbers lose integers above 2^53. */
const microsText = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,17})$/)
  .transform((text) => BigInt(text));

/**
 * The rules that a vault key was issued with, as stored in `vault_key.rules`. They never change, so the proxy
 * may cache them by key; whether the key is alive and what is left of its caps is never cached.
 */
export const keyRulesSchema = z.strictObject({
  /** Canonical patterns, e.g. `POST /v1/payment_intents`, `GET /v1/customers/*`. */
  allowedEndpoints: z.array(z.string().min(1).max(300)).min(1).max(200),
  /** Price to hold where none can be known; null refuses such calls (`denied_cost_unknown`). */
  assumedCallMicros: microsText.nullable(),
  /** Lower-case ISO codes that may be charged; null: every currency that has a pinned rate. */
  currencies: z
    .array(z.string().regex(/^[a-z]{3}$/))
    .max(200)
    .nullable(),
  /** Stripe accounts that `Stripe-Account`, `on_behalf_of` and the like may name. */
  stripeAccounts: z.array(z.string().regex(/^acct_[A-Za-z0-9]{1,60}$/)).max(100),
  /**
   * Rates pinned at issue, so that hold and settle use the same: micro-dollars per one major unit
   * (1 EUR, 1 JPY). USD is always 1000000.
   */
  rates: z.record(z.string().regex(/^[a-z]{3}$/), microsText),
  /** Added on every conversion from another currency than USD, in hundredths of a percent (500 = 5 %). */
  marginBps: z.int().min(0).max(10_000),
  /** The definition of the key's vendor where the organization made it; absent for a built-in one. */
  customVendor: customVendorSchema.optional(),
});

export type KeyRules = z.output<typeof keyRulesSchema>;
export type StoredKeyRules = z.input<typeof keyRulesSchema>;
