import { expect, test } from "vitest";
import type { Kind } from "./account.ts";
import { Accounts } from "./accounts.ts";
import { Collection } from "./collection.ts";
import { IdempotencyKeys } from "./idempotency.ts";

const everything = { limit: 100, after: null, before: null, matches: () => true };

function idsOf(collection: Collection<{ id: string }>): string[] {
  return collection.page(everything)?.rows.map(({ id }) => id) ?? [];
}

test("a turn keeps the generation before it, and drops the one before that", () => {
  const rows = new Collection<{ id: string }>();
  rows.add({ id: "a" });
  rows.turn();
  rows.add({ id: "b" });
  expect(idsOf(rows)).toEqual(["b", "a"]);
  expect(rows.get("a")).toEqual({ id: "a" });
  rows.turn();
  expect(idsOf(rows)).toEqual(["b"]);
  expect(rows.get("a")).toBeUndefined();
});

test("rows of the older generation can be changed, removed and paged over", () => {
  const rows = new Collection<{ id: string; value: number }>();
  for (const id of ["a", "b", "c"]) rows.add({ id, value: 0 });
  rows.turn();
  rows.add({ id: "d", value: 0 });
  rows.replace({ id: "b", value: 1 });
  rows.remove("a");
  expect(rows.get("b")?.value).toBe(1);
  expect(rows.page({ ...everything, limit: 2 })).toMatchObject({
    hasMore: true,
    rows: [{ id: "d" }, { id: "c" }],
  });
  expect(rows.page({ ...everything, after: "c" })).toMatchObject({ hasMore: false, rows: [{ id: "b" }] });
  expect(rows.page({ ...everything, before: "c" })).toMatchObject({ hasMore: false, rows: [{ id: "d" }] });
});

test("idempotency keys live through one turn, not through two", () => {
  const keys = new IdempotencyKeys(() => {});
  const request = { endpoint: "POST /v1/x", fingerprint: "f", requestId: "req" };
  expect(keys.take("k", request).kind).toBe("first");
  keys.turn();
  expect(keys.take("k", request).kind).toBe("running");
  keys.turn();
  expect(keys.take("k", request).kind).toBe("first");
});

test("over all accounts the newest half million objects are kept, and twice that at most", () => {
  const kind: Kind<{ id: string; created: number }> = {
    object: "thing",
    prefix: "th_",
    render: (row) => ({ ...row }),
  };
  const accounts = new Accounts();
  const idle = accounts.of("sk_test_idle", "");
  const busy = accounts.of("sk_test_busy", "");
  const add = (count: number) => {
    for (let index = 0; index < count; index++) busy.add(kind, { id: "th_same", created: 0 });
  };
  idle.add(kind, { id: "th_idle", created: 0 });
  add(499_999);
  expect(idle.rows(kind).get("th_idle")).toBeDefined();
  add(499_999);
  expect(idle.rows(kind).get("th_idle")).toBeDefined();
  add(1);
  expect(idle.rows(kind).get("th_idle")).toBeUndefined();
});
