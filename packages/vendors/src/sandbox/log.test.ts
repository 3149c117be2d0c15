import { expect, test } from "vitest";
import { ArrivalLog } from "./log.ts";

const arrival = {
  vendor: "stripe",
  method: "GET",
  path: "/",
  query: "",
  credential: null,
  headerNames: "host",
};

test("the newest half million requests are kept, under the numbers they came with", () => {
  const log = new ArrivalLog();
  for (let index = 0; index < 500_003; index++) log.arrived(arrival);
  const { entries, hasMore } = log.page({ since: 0, limit: 2 });
  expect(entries.map(({ seq }) => seq)).toEqual([4, 5]);
  expect(hasMore).toBe(true);
  expect(log.page({ since: 500_001, limit: 10 }).entries.map(({ seq }) => seq)).toEqual([500_002, 500_003]);
  expect(log.lastSeq).toBe(500_003);
});
