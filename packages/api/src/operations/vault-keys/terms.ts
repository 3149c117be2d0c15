import { compileAllowlist, parseExpiresIn, resolveAllowlist } from "@keybrake/policy";
import type { Endpoint } from "@keybrake/vendors";
import { z } from "zod";
import { usdIn } from "../../fields/money.ts";
import { done, invalid, type ProblemError, type Result } from "../../problems.ts";

/** The terms that a request for a key and a policy can both set, under the same names. */
export const termFields = {
  expires_in: z
    .string()
    .max(20)
    .meta({
      pattern: "^[1-9][0-9]{0,5}(s|m|h|d)$",
      description: "From 30s to the organization's maximum.",
      examples: ["3h"],
    }),
  allowed_endpoints: z
    .array(z.string().min(1).max(300))
    .min(1)
    .max(200)
    .meta({ description: "From the vendor's catalogue.", examples: [["POST /v1/payment_intents"]] }),
  daily_usd_cap: usdIn.describe("Per calendar day in the organization's zone."),
  run_usd_cap: usdIn.describe("Over the key's whole life."),
  call_usd_cap: usdIn.describe("Refuses a call above it; opens nothing by itself."),
  max_calls: z
    .int()
    .min(1)
    .max(1_000_000_000)
    .describe("Admitted calls; look-ups and replays are not counted."),
  assumed_call_usd: usdIn.describe(
    "Unsafe: the price to hold for calls whose price cannot be known. Without it such calls are refused.",
  ),
  currencies: z
    .array(
      z
        .string()
        .regex(/^[A-Za-z]{3}$/, { error: "Write a three-letter currency code." })
        .toLowerCase(),
    )
    .min(1)
    .max(200)
    .describe("What may be charged in; every currency with a rate unless told."),
  stripe_accounts: z
    .array(z.string().regex(/^acct_[A-Za-z0-9]{1,60}$/, { error: "Write a Stripe account id, acct_…." }))
    .max(100)
    .describe("Connected accounts that may be named; none unless told."),
};

const termsInput = z.strictObject(termFields).partial();

export type TermsInput = z.output<typeof termsInput>;

/** Terms as read against a vendor's catalogue; what is undefined was not said. */
export interface Terms {
  readonly expiresInMs: number | undefined;
  /** Canonical. */
  readonly allowedEndpoints: readonly string[] | undefined;
  readonly dailyCapMicros: bigint | undefined;
  readonly runCapMicros: bigint | undefined;
  readonly callCapMicros: bigint | undefined;
  readonly maxCalls: number | undefined;
  readonly assumedCallMicros: bigint | undefined;
  readonly currencies: readonly string[] | undefined;
  readonly stripeAccounts: readonly string[] | undefined;
}

/** What the terms are read against. */
export interface TermsLimits {
  readonly catalogue: readonly Endpoint[];
  readonly maxExpiryMs: number;
}

export function readTerms(input: TermsInput, limits: TermsLimits): Result<Terms> {
  const errors: ProblemError[] = [];
  const expiresIn =
    input.expires_in === undefined ? undefined : parseExpiresIn(input.expires_in, limits.maxExpiryMs);
  if (expiresIn?.ok === false) errors.push({ path: "expires_in", message: expiresIn.message });

  const endpoints =
    input.allowed_endpoints === undefined
      ? undefined
      : resolveAllowlist(input.allowed_endpoints, limits.catalogue);
  if (endpoints?.ok === false) {
    for (const { index, message, suggestions } of endpoints.errors) {
      errors.push({ path: `allowed_endpoints[${index}]`, message, suggestions });
    }
  }
  if (errors.length > 0) return invalid(errors);
  return done({
    expiresInMs: expiresIn?.ok ? expiresIn.value : undefined,
    allowedEndpoints: endpoints?.ok ? endpoints.canonical : undefined,
    dailyCapMicros: input.daily_usd_cap,
    runCapMicros: input.run_usd_cap,
    callCapMicros: input.call_usd_cap,
    maxCalls: input.max_calls,
    assumedCallMicros: input.assumed_call_usd,
    currencies: input.currencies === undefined ? undefined : [...new Set(input.currencies)],
    stripeAccounts: input.stripe_accounts === undefined ? undefined : [...new Set(input.stripe_accounts)],
  });
}

/** Entries of `wished` that reach an endpoint which `granted` does not, by their place. */
export function widerEndpoints(
  wished: readonly string[],
  granted: readonly string[],
  catalogue: readonly Endpoint[],
): Array<{ readonly index: number; readonly endpoint: string }> {
  const grant = compileAllowlist(granted);
  return wished.flatMap((entry, index) => {
    const wish = compileAllowlist([entry]);
    const wider = catalogue.find((endpoint) => wish.allows(endpoint) && !grant.allows(endpoint));
    return wider === undefined ? [] : [{ index, endpoint: wider.name }];
  });
}
