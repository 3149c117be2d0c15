import { expect, test } from "vitest";
import { readDraft } from "./read-draft.ts";

test("what was typed becomes filters, in the organization's zone; what was left empty filters nothing", () => {
  const read = readDraft(
    { agent_run_id: " billing/run_1 ", from: "2026-06-01T00:00", min_usd: "12.5", text: "" },
    "Asia/Kolkata",
  );
  if (!read.ok) throw new Error(read.problem.detail);
  expect(read.filters).toMatchObject({
    agent_run_id: "billing/run_1",
    from: "2026-05-31T18:30:00.000Z",
    min_usd: "12.5",
    text: null,
    to: null,
  });
});

test.each([
  ["an amount in words", { min_usd: "ten" }, "min_usd"],
  ["an amount with too many decimals", { max_usd: "1.1234567" }, "max_usd"],
  ["bounds the wrong way round", { min_usd: "9", max_usd: "1" }, "max_usd"],
  ["an end before its beginning", { from: "2026-06-02T00:00", to: "2026-06-01T00:00" }, "to"],
  ["what is no key's id", { vault_key_id: "vk_1" }, "vault_key_id"],
])("%s is said at its field, and filters nothing", (_what, values, field) => {
  const read = readDraft(values as Record<string, string>, "UTC");
  expect(read.ok ? [] : [...read.problem.fields.keys()]).toEqual([field]);
});
