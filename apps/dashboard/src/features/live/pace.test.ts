import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { paced } from "./pace.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Notes when it was begun; each takes as long as told. */
function work(takesMs: number) {
  const began: number[] = [];
  const zero = Date.now();
  let now = 0;
  let most = 0;
  const run = async () => {
    began.push(Date.now() - zero);
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setTimeout(resolve, takesMs));
    now -= 1;
  };
  return { began, run, atOnce: () => most };
}

test("what is asked for once is done at once", async () => {
  const { began, run } = work(5);
  paced(700, run).ask();
  await vi.advanceTimersByTimeAsync(1);
  expect(began).toEqual([0]);
});

test("a storm of changes is one begin in each interval, and the last change is not forgotten", async () => {
  const { began, run } = work(5);
  const pace = paced(700, run);
  for (let at = 0; at < 100; at += 1) {
    pace.ask();
    await vi.advanceTimersByTimeAsync(20);
  }
  await vi.advanceTimersByTimeAsync(5_000);
  expect(began).toEqual([0, 700, 1_400, 2_100]);
});

test("what takes longer than the interval ends before it is begun again", async () => {
  const { began, run, atOnce } = work(2_000);
  const pace = paced(700, run);
  for (let at = 0; at < 50; at += 1) {
    pace.ask();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(began).toHaveLength(3);
  expect(atOnce()).toBe(1);
});

test("what never ends holds up nothing for good, nor does what fails", async () => {
  const began = vi.fn(() => new Promise<never>(() => undefined));
  const pace = paced(700, began);
  pace.ask();
  await vi.advanceTimersByTimeAsync(100);
  pace.ask();
  await vi.advanceTimersByTimeAsync(9_000);
  expect(began).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1_500);
  expect(began).toHaveBeenCalledTimes(2);

  const failing = vi.fn(() => Promise.reject(new Error("offline")));
  const other = paced(700, failing);
  other.ask();
  await vi.advanceTimersByTimeAsync(100);
  other.ask();
  await vi.advanceTimersByTimeAsync(700);
  expect(failing).toHaveBeenCalledTimes(2);
});

test("nothing is begun after it was stopped", async () => {
  const { began, run } = work(5);
  const pace = paced(700, run);
  pace.ask();
  pace.stop();
  pace.ask();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(began).toEqual([]);
});
