import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Lane, type LaneOptions } from "./lane.ts";
import { LedgerUnavailable } from "./port.ts";

/** Items are written `organization:key:value`; an empty key conflicts with nothing. */
const partOf = (item: string, index: number) => item.split(":")[index] ?? "";

/** A ledger that answers when the test says so. */
class Backend {
  nowMs = 1_000;
  readonly batches: (readonly string[])[] = [];
  readonly #pending: { answer: () => void; fail: (error: unknown) => void }[] = [];

  lane(options: Partial<LaneOptions<string, string>> = {}): Lane<string, string> {
    return new Lane({
      flush: (batch) =>
        new Promise((resolve, reject) => {
          this.batches.push(batch);
          this.#pending.push({ answer: () => resolve(batch.map((item) => `ok ${item}`)), fail: reject });
        }),
      organizationOf: (item) => partOf(item, 0),
      conflictKeyOf: (item) => partOf(item, 1) || null,
      isOutcomeUnknown: (error) => error instanceof Error && error.message === "connection lost",
      clock: () => ({ monotonicMs: this.nowMs, wallMs: this.nowMs + 1_000_000 }),
      mixOrganizations: true,
      ...options,
    });
  }

  get inFlight(): number {
    return this.#pending.length;
  }

  /** Lets the batch in flight end and the next one leave. */
  async next(error?: unknown): Promise<void> {
    const batch = this.#pending.shift();
    if (error === undefined) batch?.answer();
    else batch?.fail(error);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const refused = new Error("invalid value");
const lost = new Error("connection lost");

async function outcomeOf(submitted: Promise<{ result: string }>): Promise<string> {
  return submitted.then(
    ({ result }) => result,
    (error) => (error instanceof LedgerUnavailable ? `${error.message}: ${error.cause}` : `fault ${error}`),
  );
}

describe("batches", () => {
  test("an idle lane sends at once, in the same turn", () => {
    const backend = new Backend();
    void backend.lane().submit("a::1");
    expect(backend.batches).toEqual([["a::1"]]);
  });

  test("what arrives while a batch is in flight leaves together as the next one, in order", async () => {
    const backend = new Backend();
    const lane = backend.lane();
    const submitted = ["a::1", "a::2", "b::3", "a::4"].map((item) => lane.submit(item));
    expect(backend.batches).toEqual([["a::1"]]);
    await backend.next();
    expect(backend.batches).toEqual([["a::1"], ["a::2", "b::3", "a::4"]]);
    await backend.next();
    expect(await Promise.all(submitted.map(outcomeOf))).toEqual(["ok a::1", "ok a::2", "ok b::3", "ok a::4"]);
  });

  test("a batch is never larger than the limit", async () => {
    const backend = new Backend();
    const lane = backend.lane({ mostPerBatch: 2 });
    for (const item of ["a::1", "a::2", "a::3", "a::4"]) void lane.submit(item);
    while (backend.inFlight > 0) await backend.next();
    expect(backend.batches).toEqual([["a::1"], ["a::2", "a::3"], ["a::4"]]);
  });

  test("items of one conflict key never share a batch, and keep their order", async () => {
    const backend = new Backend();
    const lane = backend.lane();
    for (const item of ["a::0", "a:k:1", "a:k:2", "a:m:3", "a:k:4"]) void lane.submit(item);
    while (backend.inFlight > 0) await backend.next();
    expect(backend.batches).toEqual([["a::0"], ["a:k:1", "a:m:3"], ["a:k:2"], ["a:k:4"]]);
  });

  test("where organizations may not mix, a batch holds one of them, the longest waiting first", async () => {
    const backend = new Backend();
    const lane = backend.lane({ mixOrganizations: false });
    for (const item of ["a::0", "b::1", "a::2", "b::3"]) void lane.submit(item);
    while (backend.inFlight > 0) await backend.next();
    expect(backend.batches).toEqual([["a::0"], ["b::1", "b::3"], ["a::2"]]);
  });

  test("a full lane refuses at once and goes on with what waits", async () => {
    const backend = new Backend();
    const lane = backend.lane({ mostWaiting: 1 });
    const submitted = ["a::1", "a::2", "a::3"].map((item) => outcomeOf(lane.submit(item)));
    expect(await submitted[2]).toMatch(/^too many calls wait/);
    await backend.next();
    await backend.next();
    expect(await Promise.all(submitted.slice(0, 2))).toEqual(["ok a::1", "ok a::2"]);
  });

  test("each result carries both clocks of the moment that its own batch was sent", async () => {
    const backend = new Backend();
    const lane = backend.lane();
    const first = lane.submit("a::1");
    backend.nowMs = 2_000;
    const second = lane.submit("a::2");
    backend.nowMs = 3_000;
    await backend.next();
    backend.nowMs = 4_000;
    await backend.next();
    expect((await first).sentAt).toEqual({ monotonicMs: 1_000, wallMs: 1_001_000 });
    expect((await second).sentAt).toEqual({ monotonicMs: 3_000, wallMs: 1_003_000 });
  });

  test("closing refuses new items and waits for those that it has", async () => {
    const backend = new Backend();
    const lane = backend.lane();
    const submitted = outcomeOf(lane.submit("a::1"));
    let closed = false;
    const closing = lane.close().then(() => {
      closed = true;
    });
    expect(await outcomeOf(lane.submit("a::2"))).toMatch(/closed/);
    expect(closed).toBe(false);
    await backend.next();
    await closing;
    expect(await submitted).toBe("ok a::1");
  });
});

describe("failures", () => {
  async function inOneBatch(
    backend: Backend,
    items: readonly string[],
    options = {},
  ): Promise<Promise<string>[]> {
    const lane = backend.lane(options);
    void lane.submit("z::0");
    const outcomes = items.map((item) => outcomeOf(lane.submit(item)));
    backend.batches.length = 0;
    await backend.next();
    return outcomes;
  }

  test("a batch whose commit is in doubt is never sent again, and all of it is refused", async () => {
    const backend = new Backend();
    const outcomes = await inOneBatch(backend, ["a::1", "b::2"]);
    await backend.next(lost);
    expect(await Promise.all(outcomes)).toEqual(
      Array(2).fill("the ledger cannot be reached: Error: connection lost"),
    );
    expect(backend.batches).toEqual([["a::1", "b::2"]]);
  });

  test("one organization's bad value refuses no other organization's call", async () => {
    const backend = new Backend();
    const outcomes = await inOneBatch(backend, ["a::1", "b::2", "a::3", "b::bad"]);
    await backend.next(refused);
    await backend.next();
    await backend.next(refused);
    await backend.next();
    await backend.next(refused);
    expect(backend.batches).toEqual([
      ["a::1", "b::2", "a::3", "b::bad"],
      ["a::1", "a::3"],
      ["b::2", "b::bad"],
      ["b::2"],
      ["b::bad"],
    ]);
    expect(await Promise.all(outcomes)).toEqual([
      "ok a::1",
      "ok b::2",
      "ok a::3",
      "the ledger refused the call: Error: invalid value",
    ]);
  });

  test("every organization has its turn before any is taken call by call", async () => {
    const backend = new Backend();
    const outcomes = await inOneBatch(backend, ["a::1", "a::bad", "b::2", "b::3"]);
    await backend.next(refused);
    await backend.next(refused);
    await backend.next();
    expect(await Promise.all(outcomes.slice(2))).toEqual(["ok b::2", "ok b::3"]);
    expect(backend.batches.slice(1)).toEqual([["a::1", "a::bad"], ["b::2", "b::3"], ["a::1"]]);
  });

  test("a call on its own is tried once more, and no more", async () => {
    const backend = new Backend();
    const outcomes = await inOneBatch(backend, ["a::1"]);
    await backend.next(refused);
    await backend.next(refused);
    expect(backend.batches).toEqual([["a::1"], ["a::1"]]);
    expect(await outcomes[0]).toMatch(/^the ledger refused the call/);
    const mixed = await inOneBatch(backend, ["a::1", "b::2"]);
    for (let sent = 0; sent < 3; sent += 1) await backend.next(refused);
    expect(backend.batches).toEqual([["a::1", "b::2"], ["a::1"], ["b::2"]]);
    expect(await mixed[1]).toMatch(/^the ledger refused the call/);
  });

  test("a connection lost while trying again leaves only that part in doubt", async () => {
    const backend = new Backend();
    const outcomes = await inOneBatch(backend, ["a::1", "b::2"]);
    await backend.next(refused);
    await backend.next(lost);
    await backend.next();
    expect(await Promise.all(outcomes)).toEqual([
      "the ledger cannot be reached: Error: connection lost",
      "ok b::2",
    ]);
  });

  test("trying again ends in time, so that a stuck key does not hold up the lane", async () => {
    const backend = new Backend();
    const outcomes = await inOneBatch(backend, ["a::1", "a::2", "a::3"], { longestRetryMs: 500 });
    await backend.next(refused);
    backend.nowMs += 499;
    await backend.next();
    expect(backend.batches).toHaveLength(3);
    backend.nowMs += 1;
    await backend.next(refused);
    expect(backend.batches).toHaveLength(3);
    expect(await Promise.all(outcomes)).toEqual([
      "ok a::1",
      "the ledger refused the call: Error: invalid value",
      "the ledger did not take the call in time: Error: invalid value",
    ]);
  });

  test("an answer of the wrong length is given to nobody", async () => {
    const lane = new Backend().lane({ flush: async () => [] });
    expect(await outcomeOf(lane.submit("a::1"))).toMatch(/^the ledger answered 0 of 1 calls/);
  });

  test("the lane goes on after every kind of failure", async () => {
    const backend = new Backend();
    const lane = backend.lane({
      flush: (batch) => {
        if (batch.some((item) => item.endsWith("throws"))) throw refused;
        return Promise.resolve(batch.map((item) => `ok ${item}`));
      },
    });
    expect(await outcomeOf(lane.submit("a::throws"))).toMatch(/^the ledger refused the call/);
    expect(await outcomeOf(lane.submit("a::1"))).toBe("ok a::1");
  });
});

test("whatever arrives and fails: each item is answered, committed at most once, and its key's order is kept", async () => {
  const item = fc.record({
    organization: fc.constantFrom("a", "b"),
    key: fc.constantFrom("", "k", "m"),
    bad: fc.boolean(),
  });
  const step = fc.oneof(item, fc.constantFrom("answer" as const, "lose" as const));
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 60, size: "max" }),
      fc.boolean(),
      async (steps, mixOrganizations) => {
        const committed: string[] = [];
        const ends: ((end: "answer" | "lose") => void)[] = [];
        const backend = new Backend();
        const lane = backend.lane({
          mixOrganizations,
          mostPerBatch: 4,
          flush: async (batch) => {
            const end = await new Promise<"answer" | "lose">((resolve) => ends.push(resolve));
            expect(ends).toHaveLength(0);
            if (!mixOrganizations) expect(new Set(batch.map((one) => partOf(one, 0))).size).toBe(1);
            if (end === "lose") throw lost;
            if (batch.some((one) => one.endsWith("bad"))) throw refused;
            committed.push(...batch);
            return batch.map((one) => `ok ${one}`);
          },
        });
        const submitted: string[] = [];
        const outcomes: Promise<string>[] = [];
        const endOne = async (end: "answer" | "lose") => {
          ends.shift()?.(end);
          await new Promise((resolve) => setImmediate(resolve));
        };
        for (const [index, one] of steps.entries()) {
          if (one === "answer" || one === "lose") {
            await endOne(one);
            continue;
          }
          const name = `${one.organization}:${one.key}:${index}${one.bad ? "bad" : ""}`;
          submitted.push(name);
          outcomes.push(outcomeOf(lane.submit(name)));
        }
        const closing = lane.close();
        while (ends.length > 0) await endOne("answer");
        await closing;
        const answers = await Promise.all(outcomes);
        expect(
          answers.flatMap((answer, index) => (answer === `ok ${submitted[index]}` ? [submitted[index]] : [])),
        ).toEqual(submitted.filter((name) => committed.includes(name)));
        expect(new Set(committed).size).toBe(committed.length);
        for (const key of ["k", "m"]) {
          const ofKey = (name: string) => partOf(name, 1) === key;
          expect(committed.filter(ofKey)).toEqual(
            submitted.filter((name) => ofKey(name) && committed.includes(name)),
          );
        }
      },
    ),
    { numRuns: 150 },
  );
}, 60_000);
