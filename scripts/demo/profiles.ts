/** What an agent of the demo does all month. */
export interface Profile {
  readonly agent: string;
  /** Runs begin at these hours of the organization's day. */
  readonly runHours: readonly number[];
  readonly isIdleAtWeekends: boolean;
  readonly callsPerRun: readonly [least: number, most: number];
  readonly dailyCapUsd: number;
  readonly allowed: readonly string[];
  /** Its calls by how often, with their amounts in cents; null: the call moves no money. */
  readonly calls: readonly {
    readonly weight: number;
    readonly method: string;
    readonly path: string;
    readonly endpoint: string;
    readonly cents: readonly [number, number] | null;
    readonly denied?: "denied_endpoint";
  }[];
}

const intent = { method: "POST", path: "/v1/payment_intents", endpoint: "POST /v1/payment_intents" } as const;
const refund = { method: "POST", path: "/v1/refunds", endpoint: "POST /v1/refunds" } as const;
const customers = { method: "GET", path: "/v1/customers", endpoint: "GET /v1/customers" } as const;
const payout = { method: "POST", path: "/v1/payouts", endpoint: "POST /v1/payouts" } as const;

export const profiles: readonly Profile[] = [
  {
    agent: "billing",
    runHours: [6, 14],
    isIdleAtWeekends: false,
    callsPerRun: [60, 140],
    dailyCapUsd: 5_000,
    allowed: [intent.endpoint, "GET /v1/customers/*"],
    calls: [
      { weight: 6, ...intent, cents: [900, 4_900] },
      { weight: 4, ...customers, cents: null },
    ],
  },
  {
    agent: "dunning",
    runHours: [9],
    isIdleAtWeekends: true,
    callsPerRun: [20, 60],
    dailyCapUsd: 1_500,
    allowed: [intent.endpoint],
    calls: [{ weight: 1, ...intent, cents: [2_900, 9_900] }],
  },
  {
    agent: "support/refunds",
    runHours: [8, 12, 16],
    isIdleAtWeekends: true,
    callsPerRun: [8, 30],
    dailyCapUsd: 400,
    allowed: [refund.endpoint, "GET /v1/customers/*"],
    calls: [
      { weight: 5, ...refund, cents: [500, 8_000] },
      { weight: 4, ...customers, cents: null },
      { weight: 1, ...payout, cents: [10_000, 50_000], denied: "denied_endpoint" },
    ],
  },
  {
    agent: "growth/trials",
    runHours: [10, 15, 20],
    isIdleAtWeekends: false,
    callsPerRun: [15, 50],
    dailyCapUsd: 60,
    allowed: [intent.endpoint],
    calls: [{ weight: 1, ...intent, cents: [100, 500] }],
  },
];
