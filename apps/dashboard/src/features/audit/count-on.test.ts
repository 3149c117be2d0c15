import { expect, test, vi } from "vitest";
import { type Counted, countOn, type Slice } from "./count-on.ts";

const slice = (over: Partial<Slice>): Slice => ({
  calls: 3,
  allowed_calls: 2,
  denied_calls: 1,
  spent_usd: "0.1",
  open_usd: "0",
  counted_back_to: null,
  next_cursor: null,
  ...over,
});

const SLICES: Readonly<Record<string, Slice>> = {
  start: slice({ next_cursor: "a", counted_back_to: "2026-11-03T00:00:00.000Z" }),
  a: slice({ spent_usd: "0.2", next_cursor: "b", counted_back_to: "2026-11-02T00:00:00.000Z" }),
  b: slice({ spent_usd: "-1.5", open_usd: "12345678901234.000001" }),
};

const asker = () =>
  vi.fn(async (cursor: string | null) => {
    const found = SLICES[cursor ?? "start"];
    if (found === undefined) throw new Error(`no slice ${cursor}`);
    return found;
  });

test("the slices add up exactly, and what there is so far is told after each", async () => {
  const told: Counted[] = [];
  const counted = await countOn(undefined, asker(), (sum) => told.push(sum));
  expect(counted).toEqual({
    calls: 9,
    allowed_calls: 6,
    denied_calls: 3,
    spent_usd: "-1.2",
    open_usd: "12345678901234.000001",
    counted_back_to: null,
    next_cursor: null,
  });
  expect(told.map(({ calls, counted_back_to: back }) => [calls, back?.slice(0, 10)])).toEqual([
    [3, "2026-11-03"],
    [6, "2026-11-02"],
  ]);
});

test("what fits one slice is told once, at the end", async () => {
  const tell = vi.fn();
  expect(await countOn(undefined, async () => slice({}), tell)).toEqual(slice({}));
  expect(tell).not.toHaveBeenCalled();
});

test("counting goes on where it was left, and counts nothing twice", async () => {
  const ask = asker();
  const begun = slice({ spent_usd: "0.3", calls: 6, allowed_calls: 4, denied_calls: 2, next_cursor: "b" });
  expect(await countOn(begun, ask, () => undefined)).toMatchObject({ calls: 9, spent_usd: "-1.2" });
  expect(ask.mock.calls).toEqual([["b"]]);
  const all = slice({ calls: 9 });
  expect(await countOn(all, ask, () => undefined)).toBe(all);
  expect(ask).toHaveBeenCalledTimes(1);
});

test("when it is cancelled nothing further is asked, and what was told stays true", async () => {
  const told: Counted[] = [];
  const abort = new AbortController();
  const ask = vi.fn(async (cursor: string | null) => {
    abort.signal.throwIfAborted();
    if (ask.mock.calls.length > 10) throw new Error("it goes on and on");
    return slice({ next_cursor: cursor === null ? "a" : "b" });
  });
  const counting = countOn(undefined, ask, (sum) => {
    told.push(sum);
    if (told.length === 2) abort.abort();
  });
  await expect(counting).rejects.toThrow(/abort/i);
  expect(ask).toHaveBeenCalledTimes(3);
  expect(told.map(({ calls }) => calls)).toEqual([3, 6]);
});
