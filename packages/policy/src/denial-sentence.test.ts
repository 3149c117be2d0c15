import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Denial, denialSentence } from "./denial-sentence.ts";
import { type DeniedVerdict, verdicts } from "./verdicts.ts";

const denial: Denial = {
  verdict: "denied_daily_cap",
  endpoint: "POST /v1/payment_intents",
  vendor: "stripe",
  allowedEndpoints: ["POST /v1/payment_intents", "GET /v1/customers/*"],
  detail: null,
  standing: {
    neededMicros: 420_000_000n,
    callCapMicros: 300_000_000n,
    dayLeftMicros: 12_500_000n,
    runLeftMicros: 80_000_000n,
    resetsAt: new Date("2026-06-16T04:00:00Z"),
  },
};
const denials = verdicts.filter((verdict): verdict is DeniedVerdict => verdict !== "allowed");

describe("a cap's sentence says the price, what is left and what would help", () => {
  test.each<[DeniedVerdict, string[]]>([
    ["denied_call_cap", ["POST /v1/payment_intents", "$420", "$300", "smaller call"]],
    ["denied_run_cap", ["POST /v1/payment_intents", "$420", "$80 left", "new key"]],
    [
      "denied_daily_cap",
      ["POST /v1/payment_intents", "$420", "$12.5 left", "2026-06-16T04:00:00.000Z (UTC)"],
    ],
  ])("%s", (verdict, parts) => {
    const sentence = denialSentence({ ...denial, verdict });
    for (const part of parts) expect(sentence).toContain(part);
  });

  test("when there is room in the cap, it is an overage that refused", () => {
    const standing = { ...denial.standing, neededMicros: 1_000_000n };
    for (const verdict of ["denied_run_cap", "denied_daily_cap"] as const) {
      const sentence = denialSentence({ ...denial, verdict, standing });
      expect(sentence).toContain("charged more for an earlier call");
      expect(sentence).not.toContain("left of");
    }
  });
});

test("a refused endpoint is named, with what is allowed instead", () => {
  const sentence = denialSentence({ ...denial, verdict: "denied_endpoint", endpoint: "POST /v1/refunds" });
  expect(sentence).toBe(
    "POST /v1/refunds is not allowed for this vault key. It may call: POST /v1/payment_intents, GET /v1/customers/*.",
  );
});

test("a long allowlist is cut between entries and says how many follow", () => {
  const allowedEndpoints = Array.from({ length: 20 }, (_, index) => `POST /v1/endpoint_number_${index}`);
  const sentence = denialSentence({ ...denial, verdict: "denied_endpoint", allowedEndpoints });
  const shown = allowedEndpoints.filter((allowed) => new RegExp(`${allowed}\\b`).test(sentence));
  expect(shown.length).toBeGreaterThan(4);
  expect(sentence.endsWith(`… and ${20 - shown.length} more.`)).toBe(true);
});

test("what the vendor's module says of this request is the sentence", () => {
  const detail = "amount stands twice in the body.";
  expect(denialSentence({ ...denial, verdict: "denied_request", detail })).toBe(detail);
});

test("every denial has a sentence of its own that says what to do", () => {
  const sentences = denials.map((verdict) => denialSentence({ ...denial, verdict }));
  expect(new Set(sentences).size).toBe(denials.length);
  for (const sentence of sentences) {
    expect(sentence).toMatch(/Stop|[Aa]sk for|Make a|Use |Send |State |Leave |It may call|Its owner/);
    expect(sentence).toMatch(/\.$/);
  }
});

test("no sentence is longer than 500 characters, nor ends in half a character", () => {
  const faces = denialSentence({ ...denial, verdict: "denied_request", detail: "😀".repeat(400) });
  expect(faces).toBe(`${"😀".repeat(249)}…`);
  const text = fc.string({ unit: "grapheme", maxLength: 700 });
  fc.assert(
    fc.property(
      fc.constantFrom(...denials),
      text,
      text,
      fc.array(text),
      (verdict, endpoint, detail, allowedEndpoints) => {
        const sentence = denialSentence({ ...denial, verdict, endpoint, detail, allowedEndpoints });
        expect(sentence.length).toBeLessThanOrEqual(500);
        expect(Buffer.from(sentence).toString()).toBe(sentence);
      },
    ),
  );
});
