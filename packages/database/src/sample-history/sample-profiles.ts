import type { CallKind, Outcomes } from "../seeding/history-run.ts";

/** What agents do at one vendor. */
export interface VendorProfile {
  readonly vendor: string;
  readonly kinds: readonly CallKind[];
  readonly outcomes: Outcomes;
}

const FINAL: Outcomes = { declined: 0.03, accrued: 0, unknown: 0.001 };

const stripe: VendorProfile = {
  vendor: "stripe",
  kinds: [
    { weight: 500, endpoint: "POST /v1/payment_intents", cents: [0, 11_999] },
    { weight: 300, endpoint: "GET /v1/customers/{id}", cents: null },
    { weight: 155, endpoint: "POST /v1/customers", cents: null },
    { weight: 40, endpoint: "POST /v1/refunds", cents: [0, 5_999], refused: "denied_endpoint" },
    { weight: 5, endpoint: "DELETE /v1/customers/{id}", cents: null, refused: "denied_endpoint" },
  ],
  outcomes: { ...FINAL, accrued: 0.22 },
};

const resend: VendorProfile = {
  vendor: "resend",
  kinds: [{ weight: 1, endpoint: "POST /emails", cents: [0, 1] }],
  outcomes: FINAL,
};

const twilio: VendorProfile = {
  vendor: "twilio",
  kinds: [{ weight: 1, endpoint: "POST /2010-04-01/Accounts/{AccountSid}/Messages.json", cents: [0, 20] }],
  outcomes: FINAL,
};

const shopify: VendorProfile = {
  vendor: "shopify",
  kinds: [{ weight: 1, endpoint: "MUTATION refundCreate", cents: [0, 8_999] }],
  outcomes: FINAL,
};

export const sampleVendors: readonly VendorProfile[] = [stripe, resend, twilio, shopify];

/** All agents work with the first vendor most, one in ten with the rarest. */
export function vendorOf(agent: number, draw: number): VendorProfile {
  if (draw < 0.8) return stripe;
  if (draw < 0.92) return resend;
  return agent % 10 === 9 ? shopify : twilio;
}

/** Shares of all keys, and what they are given. */
export const sampleKeys = {
  lifeHours: [0.5, 4],
  withDailyCap: 0.9,
  /** Of all: a cap that is met. */
  tight: 0.1,
  tightDailyMicros: 500_000_000n,
  wideDailyMicros: 50_000_000_000n,
  withRunCap: 0.3,
  runCapMicros: 80_000_000_000n,
  revoked: 0.03,
} as const;
