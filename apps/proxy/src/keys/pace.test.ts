import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DenialPace } from "./denial-pace.ts";
import { TokenBucket } from "./token-bucket.ts";
import { UnknownKeyLimit } from "./unknown-key-limit.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("denied answers", () => {
  it("leave at once for the first 20 of a key, then 20 a second, and 32 may wait", async () => {
    const pace = new DenialPace();
    const outcomes: (boolean | "waiting")[] = Array(60).fill("waiting");
    outcomes.forEach((_, index) => {
      void pace.wait("key").then((inPace) => {
        outcomes[index] = inPace;
      });
    });
    await vi.advanceTimersByTimeAsync(0);
    expect(outcomes.filter((outcome) => outcome === true)).toHaveLength(20);
    expect(outcomes.filter((outcome) => outcome === "waiting")).toHaveLength(32);
    expect(outcomes.filter((outcome) => outcome === false)).toHaveLength(8);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(outcomes.filter((outcome) => outcome === true)).toHaveLength(40);
    await vi.advanceTimersByTimeAsync(600);
    expect(outcomes.filter((outcome) => outcome === true)).toHaveLength(52);
  });

  it("of one key do not hold up another's", async () => {
    const pace = new DenialPace();
    for (let count = 0; count < 60; count += 1) void pace.wait("busy");
    await expect(pace.wait("quiet")).resolves.toBe(true);
  });
});

describe("unknown keys from one address", () => {
  it("are looked up 50 times at once and 10 times a second after that", async () => {
    const limit = new UnknownKeyLimit();
    for (let count = 0; count < 50; count += 1) {
      expect(limit.isOver("1.2.3.4")).toBe(false);
      limit.note("1.2.3.4");
    }
    expect(limit.isOver("1.2.3.4")).toBe(true);
    expect(limit.isOver("5.6.7.8")).toBe(false);
    await vi.advanceTimersByTimeAsync(100);
    expect(limit.isOver("1.2.3.4")).toBe(false);
  });
});

describe("a token bucket", () => {
  it("never fills above its burst", async () => {
    const bucket = new TokenBucket(10, 3);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([bucket.take(), bucket.take(), bucket.take(), bucket.take()]).toEqual([true, true, true, false]);
  });
});
