import type { CallKind, Outcomes } from "@keybrake/database/seeding";

/** What an agent of the demo does all month. */
export interface Profile {
  readonly agent: string;
  /** Runs begin at these hours of the organization's day. */
  readonly runHours: readonly number[];
  readonly isIdleAtWeekends: boolean;
  readonly callsPerRun: readonly [least: number, most: number];
  readonly dailyCapUsd: number;
  readonly allowed: readonly string[];
  readonly kinds: readonly CallKind[];
  readonly outcomes: Outcomes;
  readonly burst: readonly [least: number, most: number];
}

const INTENT = "POST /v1/payment_intents";
const REFUND = "POST /v1/refunds";
const CUSTOMERS = "GET /v1/customers";
const PAYOUT = "POST /v1/payouts";

/** One in thirty is declined by the card's bank: nothing moved, and what was held is free again. */
const usual = { outcomes: { declined: 1 / 30, accrued: 0, unknown: 0 }, burst: [2, 6] } as const;

export const profiles: readonly Profile[] = [
  {
    ...usual,
    agent: "billing",
    runHours: [6, 14],
    isIdleAtWeekends: false,
    callsPerRun: [60, 140],
    dailyCapUsd: 5_000,
    allowed: [INTENT, "GET /v1/customers/*"],
    kinds: [
      { weight: 6, endpoint: INTENT, cents: [900, 4_900] },
      { weight: 4, endpoint: CUSTOMERS, cents: null },
    ],
  },
  {
    ...usual,
    agent: "dunning",
    runHours: [9],
    isIdleAtWeekends: true,
    callsPerRun: [20, 60],
    dailyCapUsd: 1_500,
    allowed: [INTENT],
    kinds: [{ weight: 1, endpoint: INTENT, cents: [2_900, 9_900] }],
  },
  {
    ...usual,
    agent: "support/refunds",
    runHours: [8, 12, 16],
    isIdleAtWeekends: true,
    callsPerRun: [8, 30],
    dailyCapUsd: 400,
    allowed: [REFUND, "GET /v1/customers/*"],
    kinds: [
      { weight: 5, endpoint: REFUND, cents: [500, 8_000] },
      { weight: 4, endpoint: CUSTOMERS, cents: null },
      { weight: 1, endpoint: PAYOUT, cents: [10_000, 50_000], refused: "denied_endpoint" },
    ],
  },
  {
    ...usual,
    agent: "growth/trials",
    runHours: [10, 15, 20],
    isIdleAtWeekends: false,
    callsPerRun: [15, 50],
    dailyCapUsd: 60,
    allowed: [INTENT],
    kinds: [{ weight: 1, endpoint: INTENT, cents: [100, 500] }],
  },
];
