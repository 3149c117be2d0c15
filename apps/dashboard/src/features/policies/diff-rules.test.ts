import { describe, expect, test } from "vitest";
import { type Direction, diffRules } from "./diff-rules.ts";
import type { PolicyRules } from "./policy-rules.ts";

type Row = [what: string, over: PolicyRules, rule: string, words: string, direction: Direction];

const before: PolicyRules = {
  vendor: "stripe",
  daily_usd_cap: "50",
  allowed_endpoints: ["POST /v1/refunds"],
  expires_in: "60m",
};

describe("the difference between two versions of a policy", () => {
  test("is nothing where they say the same in other words", () => {
    expect(diffRules(before, { ...before, daily_usd_cap: "50.00", expires_in: "1h" })).toEqual([]);
  });

  test.each([
    ["a raised cap", { daily_usd_cap: "100.5" }, "Daily cap", "Raised from $50.00 to $100.50", "wider"],
    ["a lowered cap", { daily_usd_cap: "9" }, "Daily cap", "Lowered from $50.00 to $9.00", "narrower"],
    ["a cap taken away", { daily_usd_cap: undefined }, "Daily cap", "Removed; it was $50.00", "wider"],
    ["a cap put there", { run_usd_cap: "10" }, "Run cap", "Set to $10.00; there was none", "narrower"],
    ["a longer life", { expires_in: "3h" }, "Lifetime", "Lengthened from 60m to 3h", "wider"],
    ["a number of calls", { max_calls: 5 }, "Calls", "Set to 5; there was none", "narrower"],
    [
      "an assumed price",
      { assumed_call_usd: "1" },
      "Price assumed where none can be known (unsafe)",
      "Set to $1.00; such calls were refused",
      "wider",
    ],
    [
      "no list of endpoints any more",
      { allowed_endpoints: undefined },
      "Endpoints",
      "The list of 1 is gone",
      "wider",
    ],
    ["currencies named", { currencies: ["usd"] }, "Currencies", "A list of 1; there was none", "narrower"],
    [
      "accounts named",
      { stripe_accounts: ["acct_1"] },
      "Connected Stripe accounts",
      "A list of 1; there was none",
      "wider",
    ],
  ] satisfies Row[])("says of %s whether keys may do more or less for it", (...row) => {
    const [, over, rule, words, direction] = row;
    expect(diffRules(before, { ...before, ...over })).toMatchObject([{ rule, words, direction }]);
  });

  test("names the endpoints that were added and those that were removed", () => {
    const after = { ...before, allowed_endpoints: ["GET /v1/*", "POST /v1/payment_intents"] };
    expect(diffRules(before, after)).toEqual([
      {
        rule: "Endpoints",
        words: "2 added, 1 removed",
        direction: "other",
        added: ["GET /v1/*", "POST /v1/payment_intents"],
        removed: ["POST /v1/refunds"],
      },
    ]);
  });
});
