import { describe, expect, test } from "vitest";
import { checkDraft } from "./check-draft.ts";
import { emptyDraft, type KeyDraft, requestOf } from "./key-draft.ts";

const rules = {
  catalogue: [
    { name: "POST /v1/payment_intents", method: "POST", class: "MONEY_IN" },
    { name: "GET /v1/customers/{id}", method: "GET", class: "READ" },
  ],
  maxExpiryMs: 86_400_000,
  credentialsOfVendor: 1,
};

const good: KeyDraft = {
  ...emptyDraft,
  vendor: "stripe",
  agent_run_label: "billing/run_1",
  allowed_endpoints: ["POST /v1/payment_intents", "GET /v1/*"],
  daily_usd_cap: "50",
};

const pathsOf = (draft: KeyDraft) => [...checkDraft(draft, rules).keys()].sort();

describe("a draft of a key", () => {
  test("is good with a label, an endpoint, a cap and a time", () => {
    expect(pathsOf(good)).toEqual([]);
  });

  test("says of every missing field that it is missing", () => {
    expect(pathsOf({ ...emptyDraft, expires_in: " " })).toEqual([
      "agent_run_label",
      "allowed_endpoints",
      "daily_usd_cap",
      "expires_in",
      "vendor",
    ]);
  });

  test("needs neither endpoints nor a cap where a policy gives them", () => {
    expect(pathsOf({ ...good, policy: "p", allowed_endpoints: [], daily_usd_cap: "" })).toEqual([]);
  });

  test("names the entry that matches nothing, and what was perhaps meant", () => {
    const faults = checkDraft(
      { ...good, allowed_endpoints: ["GET /v1/*", "POST /v1/payment_intent"] },
      rules,
    );
    expect([...faults.keys()]).toEqual(["allowed_endpoints[1]"]);
    expect(faults.get("allowed_endpoints[1]")?.suggestions).toContain("POST /v1/payment_intents");
  });

  test("refuses amounts, counts, times and codes that the server would refuse", () => {
    expect(
      pathsOf({
        ...good,
        daily_usd_cap: "1,000",
        run_usd_cap: "-1",
        call_usd_cap: "0.1234567",
        max_calls: "1.5",
        expires_in: "2d",
        currencies: "usd, euro",
        stripe_accounts: "acct_1 x",
      }),
    ).toEqual([
      "call_usd_cap",
      "currencies[1]",
      "daily_usd_cap",
      "expires_in",
      "max_calls",
      "run_usd_cap",
      "stripe_accounts[1]",
    ]);
  });

  test("asks which credential where there are several", () => {
    expect([...checkDraft(good, { ...rules, credentialsOfVendor: 2 }).keys()]).toEqual(["credential_id"]);
  });
});

describe("what is sent", () => {
  test("leaves out what was left empty, so that a policy's own terms hold", () => {
    expect(
      JSON.parse(
        JSON.stringify(requestOf({ ...good, policy: "p", daily_usd_cap: " ", allowed_endpoints: [] })),
      ),
    ).toEqual({
      vendor: "stripe",
      agent_run_label: "billing/run_1",
      policy: "p",
      expires_in: "1h",
    });
  });

  test("keeps amounts as they were typed and counts as numbers", () => {
    const request = requestOf({ ...good, daily_usd_cap: " 0.1 ", max_calls: "5", currencies: "usd,\neur" });
    expect(request).toMatchObject({ daily_usd_cap: "0.1", max_calls: 5, currencies: ["usd", "eur"] });
  });
});
