import { expect, test } from "vitest";
import { withResolved } from "./with-resolved.ts";

test("a decided call shows its state and cost in whichever page it stands, and nothing else changes", () => {
  const other = { id: "1", state: "unknown", cost_usd: null, endpoint: "POST /a" };
  const decided = { id: "2", state: "unknown", cost_usd: null, endpoint: "POST /b" };
  const listed = {
    pages: [
      { data: [other], next_cursor: "x" },
      { data: [decided], next_cursor: null },
    ],
  };
  expect(withResolved(listed, { id: "2", state: "settled", cost_usd: "3" })).toEqual({
    pages: [
      { data: [other], next_cursor: "x" },
      { data: [{ ...decided, state: "settled", cost_usd: "3" }], next_cursor: null },
    ],
  });
  expect(withResolved(undefined, { id: "2", state: "settled", cost_usd: "3" })).toBeUndefined();
});
