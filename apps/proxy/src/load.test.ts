import { describe, expect, test } from "vitest";
import type { Call } from "./call.ts";
import { Load } from "./load.ts";

/** Load looks at nothing of a call but which one it is. */
const newCall = () => ({}) as Call;

function fill(load: Load, organizationId: string): Call[] {
  const calls: Call[] = [];
  for (;;) {
    const call = newCall();
    load.enter(call);
    if (!load.belongs(call, organizationId)) {
      load.leave(call);
      return calls;
    }
    calls.push(call);
  }
}

describe("an organization with thousands of calls in hand", () => {
  test("is refused more, and leaves room for others", () => {
    const load = new Load();
    expect(fill(load, "acme")).toHaveLength(2_000);
    expect(load.isFull).toBe(false);
    expect(fill(load, "rival")).toHaveLength(2_000);
    expect(load.isFull).toBe(false);
  });

  test("may make another for each that ends", () => {
    const load = new Load();
    const calls = fill(load, "acme");
    for (const call of calls.slice(0, 3)) load.leave(call);
    expect(fill(load, "acme")).toHaveLength(3);
    for (const call of calls.slice(3)) load.leave(call);
    expect(load.calls).toBe(3);
  });
});

test("whoever was refused counts as nobody's when it leaves", () => {
  const load = new Load();
  fill(load, "acme");
  for (let times = 0; times < 5; times += 1) expect(fill(load, "acme")).toEqual([]);
  expect(load.calls).toBe(2_000);
});

test("the process as a whole has a limit too", () => {
  const load = new Load();
  for (let times = 0; times <= 4_000; times += 1) load.enter(newCall());
  expect(load.isFull).toBe(true);
});
