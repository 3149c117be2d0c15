import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  conflictKeyOf,
  keyOf,
  LaneBackend,
  lost,
  organizationOf,
  outcomeOf,
  refused,
  type Sends,
  turn,
} from "./testing/lane-backend.ts";

let backend: LaneBackend;

beforeEach(() => {
  backend = new LaneBackend();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** Lets time pass, for the lane's clock and its timers. */
async function pass(ms: number): Promise<void> {
  backend.nowMs += ms;
  await vi.advanceTimersByTimeAsync(ms);
}

/** Leaves an item out of the main batches, from the one in flight on, until the patient lane has it. */
async function leaveOutForLong(...items: string[]): Promise<void> {
  const leavingOut = (item: string) => items.includes(item);
  await backend.main.answer({ leavingOut });
  backend.nowMs += 100;
  await vi.advanceTimersByTimeAsync(5);
  await backend.main.answer({ leavingOut });
}

/** Whether a promise has come to its end by now. */
async function hasEnded(promise: Promise<unknown>): Promise<boolean> {
  let ended = false;
  void promise.finally(() => {
    ended = true;
  });
  await turn();
  return ended;
}

/** Submits items so that all of them share one batch, which is in flight; `batches` begins with it. */
async function inOneBatch(items: readonly string[], options = {}): Promise<Promise<string>[]> {
  const lane = backend.lane(options);
  void lane.submit("z::0");
  const outcomes = items.map((item) => outcomeOf(lane.submit(item)));
  await backend.main.answer();
  backend.main.batches.splice(0, 1);
  expect(backend.main.batches).toEqual([items]);
  return outcomes;
}

describe("batches", () => {
  test("an idle lane sends at once, in the same turn", () => {
    void backend.lane().submit("a::1");
    expect(backend.main.batches).toEqual([["a::1"]]);
  });

  test("what arrives while a batch is in flight leaves together as the next one, in order", async () => {
    const lane = backend.lane();
    const outcomes = ["a::1", "a::2", "b::3", "a::4"].map((item) => outcomeOf(lane.submit(item)));
    expect(backend.main.batches).toEqual([["a::1"]]);
    await backend.main.answer();
    expect(backend.main.batches).toEqual([["a::1"], ["a::2", "b::3", "a::4"]]);
    await backend.main.answer();
    expect(await Promise.all(outcomes)).toEqual(["ok a::1", "ok a::2", "ok b::3", "ok a::4"]);
  });

  test("the next batch leaves before the answers of the last one are told", async () => {
    const order: string[] = [];
    const lane = backend.lane({
      flush: (batch) => {
        order.push(`sent ${batch}`);
        return backend.main.flush(batch);
      },
    });
    for (const item of ["a::1", "a::2", "a::3"]) {
      void lane.submit(item).then(({ result }) => order.push(`told ${result}`));
    }
    await backend.main.answer();
    expect(order).toEqual(["sent a::1", "sent a::2,a::3", "told ok a::1"]);
  });

  test("one batch is in flight at a time", async () => {
    const lane = backend.lane({ mostPerBatch: 1 });
    for (const item of ["a::1", "b::2", "c::3"]) void lane.submit(item);
    for (let sent = 0; sent < 3; sent += 1) {
      expect(backend.main.inFlight).toHaveLength(1);
      await backend.main.answer();
    }
  });

  test("a batch is never larger than the limit", async () => {
    const lane = backend.lane({ mostPerBatch: 2 });
    for (const item of ["a::1", "a::2", "a::3", "a::4"]) void lane.submit(item);
    while (backend.main.inFlight.length > 0) await backend.main.answer();
    expect(backend.main.batches).toEqual([["a::1"], ["a::2", "a::3"], ["a::4"]]);
  });

  test("items of one conflict key never share a batch, and keep their order", async () => {
    const lane = backend.lane();
    for (const item of ["a:k:0", "a:k:1#x", "a:k:2#x", "a:k:3#y", "a:k:4#x"]) void lane.submit(item);
    while (backend.main.inFlight.length > 0) await backend.main.answer();
    expect(backend.main.batches).toEqual([["a:k:0"], ["a:k:1#x", "a:k:3#y"], ["a:k:2#x"], ["a:k:4#x"]]);
  });

  test("where organizations may not mix, a batch holds one of them, the longest waiting first", async () => {
    const lane = backend.lane({ mixOrganizations: false });
    for (const item of ["a::0", "b::1", "a::2", "b::3"]) void lane.submit(item);
    while (backend.main.inFlight.length > 0) await backend.main.answer();
    expect(backend.main.batches).toEqual([["a::0"], ["b::1", "b::3"], ["a::2"]]);
  });

  test("a full lane refuses at once and goes on with what waits", async () => {
    const lane = backend.lane({ mostWaiting: 1 });
    const outcomes = ["a::1", "a::2", "a::3"].map((item) => outcomeOf(lane.submit(item)));
    expect(await outcomes[2]).toMatch(/^too many calls wait/);
    await backend.main.answer();
    await backend.main.answer();
    expect(await Promise.all(outcomes.slice(0, 2))).toEqual(["ok a::1", "ok a::2"]);
  });

  test("what waits for its turn in the patient lane counts as waiting", async () => {
    const lane = backend.lane({ mostWaiting: 2 });
    for (const item of ["a:k:1", "a:l:2"]) {
      void lane.submit(item);
      await leaveOutForLong(item);
    }
    expect(backend.patient.inFlight).toEqual([["a:k:1"]]);
    void lane.submit("b::3");
    void lane.submit("b::4");
    expect(await outcomeOf(lane.submit("b::5"))).toMatch(/^too many calls wait/);
  });

  test("each result carries both clocks of the moment that its own batch was sent", async () => {
    const lane = backend.lane();
    const first = lane.submit("a::1");
    backend.nowMs = 1_100;
    const second = lane.submit("a::2");
    const third = lane.submit("a:k:3");
    backend.nowMs = 1_200;
    await backend.main.answer();
    await leaveOutForLong("a:k:3");
    backend.nowMs = 1_400;
    await backend.patient.answer();
    expect((await first).sentAt).toEqual({ monotonicMs: 1_000, wallMs: 1_001_000 });
    expect((await second).sentAt).toEqual({ monotonicMs: 1_200, wallMs: 1_001_200 });
    expect((await third).sentAt).toEqual({ monotonicMs: 1_300, wallMs: 1_001_300 });
  });
});

describe("what a batch left out", () => {
  test("goes with the next batch, and the others of the batch are answered at once", async () => {
    const [free, locked] = await inOneBatch(["a:k:1", "a:l:2"]);
    await backend.main.answer({ leavingOut: (item) => item === "a:l:2" });
    expect(await free).toBe("ok a:k:1");
    await pass(5);
    expect(backend.main.inFlight).toEqual([["a:l:2"]]);
    await backend.main.answer();
    expect(await locked).toBe("ok a:l:2");
    expect(backend.patient.batches).toEqual([]);
  });

  test("waits for something new, or a moment, before it is sent again: its key may well still be locked", async () => {
    const lane = backend.lane();
    void lane.submit("a:k:1");
    await backend.main.answer({ leavingOut: () => true });
    await pass(4);
    expect(backend.main.inFlight).toEqual([]);
    await pass(1);
    expect(backend.main.inFlight).toEqual([["a:k:1"]]);
    await backend.main.answer({ leavingOut: () => true });
    expect(backend.main.inFlight).toEqual([]);
    void lane.submit("b:k:2");
    expect(backend.main.inFlight).toEqual([["a:k:1", "b:k:2"]]);
  });

  test("does not even hurry when it is half a batch, or the lane is closed", async () => {
    const lane = backend.lane({ mostPerBatch: 2 });
    void lane.submit("a:k:1");
    void lane.submit("a:k:2");
    const closing = lane.close();
    await backend.main.answer({ leavingOut: () => true });
    expect(backend.main.inFlight).toEqual([["a:k:2", "a:k:1"]]);
    await backend.main.answer({ leavingOut: () => true });
    expect(backend.main.inFlight).toEqual([]);
    await pass(5);
    expect(backend.main.inFlight).toEqual([["a:k:2", "a:k:1"]]);
    await backend.main.answer();
    await closing;
  });

  test("takes no room from what waits already", async () => {
    const lane = backend.lane({ mostPerBatch: 2 });
    for (const item of ["z::0", "a:k:1", "a:k:2", "b:k:3", "b:k:4", "b:k:5"]) void lane.submit(item);
    await backend.main.answer();
    expect(backend.main.inFlight).toEqual([["a:k:1", "a:k:2"]]);
    await backend.main.answer({ leavingOut: () => true });
    expect(backend.main.inFlight).toEqual([["b:k:3", "b:k:4"]]);
    await backend.main.answer();
    expect(backend.main.inFlight).toEqual([["b:k:5", "a:k:1"]]);
  });

  test("goes to the patient lane when it has been left out for 100 ms", async () => {
    const [outcome] = await inOneBatch(["a:k:1"]);
    await pass(300);
    await backend.main.answer({ leavingOut: () => true });
    for (let passed = 0; passed < 99; passed += 33) {
      await pass(33);
      expect(backend.patient.batches).toEqual([]);
      await backend.main.answer({ leavingOut: () => true });
    }
    expect(backend.patient.batches).toEqual([]);
    await pass(5);
    await backend.main.answer({ leavingOut: () => true });
    expect(backend.patient.inFlight).toEqual([["a:k:1"]]);
    await backend.patient.answer();
    expect(await outcome).toBe("ok a:k:1");
  });

  test("delays no later batch, however long it waits there", async () => {
    const lane = backend.lane();
    const stuck = outcomeOf(lane.submit("a:k:1"));
    await leaveOutForLong("a:k:1");
    expect(backend.patient.inFlight).toEqual([["a:k:1"]]);
    for (let call = 2; call < 10; call += 1) {
      const outcome = outcomeOf(lane.submit(`${call % 2 ? "a:l" : "b:k"}:${call}`));
      await backend.main.answer();
      expect(await outcome).toMatch(/^ok/);
    }
    await backend.patient.fail(refused);
    expect(await stuck).toBe("the ledger refused the call: Error: invalid value");
  });
});

describe("failures", () => {
  test("a batch whose commit is in doubt is never sent again, and all of it is refused", async () => {
    const outcomes = await inOneBatch(["a::1", "b::2"]);
    await backend.main.fail(lost);
    expect(await Promise.all(outcomes)).toEqual(
      Array(2).fill("the ledger cannot be reached: Error: connection lost"),
    );
    expect(backend.main.batches).toEqual([["a::1", "b::2"]]);
    expect(backend.patient.batches).toEqual([]);
  });

  test("what waited longer than 100 ms behind a lost batch is given up without a cause, the younger go on", async () => {
    const lane = backend.lane();
    const outcomes = [outcomeOf(lane.submit("a::1"))];
    for (const item of ["a::2", "b::3", "b::4"]) {
      outcomes.push(outcomeOf(lane.submit(item)));
      backend.nowMs += 1;
    }
    // Submitted at 1000, 1001 and 1002: the first two are 102 and 101 ms old, the last is 100.
    backend.nowMs = 1_102;
    await backend.main.fail(lost);
    expect(await Promise.all(outcomes.slice(0, 3))).toEqual([
      "the ledger cannot be reached: Error: connection lost",
      "the ledger did not answer the calls before this one: undefined",
      "the ledger did not answer the calls before this one: undefined",
    ]);
    expect(backend.main.inFlight).toEqual([["b::4"]]);
    await backend.main.answer();
    expect(await outcomes[3]).toBe("ok b::4");
  });

  test("one organization's bad value refuses no other organization's call", async () => {
    const outcomes = await inOneBatch(["a::1", "b::2", "a::3", "b::bad"]);
    await backend.main.fail(refused);
    expect(backend.patient.inFlight).toEqual([
      ["a::1", "a::3"],
      ["b::2", "b::bad"],
    ]);
    await backend.patient.answer();
    await backend.patient.fail(refused);
    expect(backend.patient.inFlight).toEqual([["b::2"]]);
    await backend.patient.answer();
    expect(backend.patient.inFlight).toEqual([["b::bad"]]);
    await backend.patient.fail(refused);
    expect(await Promise.all(outcomes)).toEqual([
      "ok a::1",
      "ok b::2",
      "ok a::3",
      "the ledger refused the call: Error: invalid value",
    ]);
    expect(backend.main.batches).toHaveLength(1);
  });

  test("a call on its own is tried once more, and no more", async () => {
    const [outcome] = await inOneBatch(["a::1"]);
    await backend.main.fail(refused);
    await backend.patient.fail(refused);
    expect(await outcome).toBe("the ledger refused the call: Error: invalid value");
    expect([...backend.main.batches, ...backend.patient.batches]).toEqual([["a::1"], ["a::1"]]);
  });

  test("a connection lost while trying again leaves only that part in doubt", async () => {
    const outcomes = await inOneBatch(["a::1", "b::2"]);
    await backend.main.fail(refused);
    await backend.patient.fail(lost);
    await backend.patient.answer();
    expect(await Promise.all(outcomes)).toEqual([
      "the ledger cannot be reached: Error: connection lost",
      "ok b::2",
    ]);
    expect(backend.patient.batches).toEqual([["a::1"], ["b::2"]]);
  });

  test.each([
    ["600 ms after it came", {}, 600],
    ["as late as it is told to", { longestRetryMs: 300 }, 300],
  ])("a call is tried again no later than %s", async (_, options, latestMs) => {
    const outcomes = await inOneBatch(["a:k:1", "a:l:2", "b:k:3", "b:l:4"], options);
    await backend.main.fail(refused);
    await pass(latestMs - 1);
    await backend.patient.answer();
    await pass(1);
    await backend.patient.answer();
    await backend.patient.answer();
    expect(await Promise.all(outcomes)).toEqual([
      "ok a:k:1",
      "ok a:l:2",
      "ok b:k:3",
      "the ledger did not take the call in time: Error: invalid value",
    ]);
  });

  test("an answer of the wrong length is given to nobody, and nothing is sent again", async () => {
    const outcomes = await inOneBatch(["a::1", "b::2"], {
      flush: async (batch: readonly string[]) => {
        const results = await backend.main.flush(batch);
        return batch.length === 1 ? results : results.slice(1);
      },
    });
    await backend.main.answer();
    expect(await Promise.all(outcomes)).toEqual(Array(2).fill("the ledger answered 1 of 2 calls: undefined"));
    expect(backend.patient.batches).toEqual([]);
  });

  test("the lane goes on after every kind of failure", async () => {
    const lane = backend.lane({
      flush: (batch) => {
        if (batch.some((item) => item.endsWith("throws"))) throw refused;
        return backend.main.flush(batch);
      },
    });
    const throwing = outcomeOf(lane.submit("a::throws"));
    await backend.patient.fail(refused);
    expect(await throwing).toMatch(/^the ledger refused the call/);
    for (const failure of [refused, lost]) {
      const failing = outcomeOf(lane.submit("a::1"));
      await backend.main.fail(failure);
      await backend.patient.fail(failure);
      expect(await failing).not.toMatch(/^ok/);
    }
    const last = outcomeOf(lane.submit("a::2"));
    await backend.main.answer();
    expect(await last).toBe("ok a::2");
  });
});

describe("a lane that lingers", () => {
  test("sends at once after a quiet moment", async () => {
    const lane = backend.lane({ lingerMs: 10, mostPerBatch: 8 });
    void lane.submit("a::1");
    expect(backend.main.batches).toEqual([["a::1"]]);
    await backend.main.answer();
    await pass(10);
    void lane.submit("b::2");
    expect(backend.main.batches).toEqual([["a::1"], ["b::2"]]);
  });

  test("sends the next batch that long after the last one was sent, with all that came meanwhile", async () => {
    const lane = backend.lane({ lingerMs: 10, mostPerBatch: 8 });
    void lane.submit("a::1");
    await backend.main.answer();
    void lane.submit("a::2");
    await pass(9);
    void lane.submit("b::3");
    expect(backend.main.batches).toEqual([["a::1"]]);
    await pass(1);
    expect(backend.main.batches).toEqual([["a::1"], ["a::2", "b::3"]]);
  });

  test("sends half a batch at once", async () => {
    const lane = backend.lane({ lingerMs: 10, mostPerBatch: 6 });
    void lane.submit("z::0");
    await backend.main.answer();
    for (const item of ["a::1", "a::2"]) void lane.submit(item);
    expect(backend.main.batches).toEqual([["z::0"]]);
    void lane.submit("a::3");
    expect(backend.main.batches).toEqual([["z::0"], ["a::1", "a::2", "a::3"]]);
  });

  test("lets what arrived while a batch was in flight wait as well, unless it is half a batch", async () => {
    const lane = backend.lane({ lingerMs: 10, mostPerBatch: 4 });
    for (const item of ["a::1", "a::2"]) void lane.submit(item);
    await backend.main.answer();
    expect(backend.main.batches).toEqual([["a::1"]]);
    await pass(10);
    for (const item of ["a::3", "a::4"]) void lane.submit(item);
    await backend.main.answer();
    expect(backend.main.batches).toEqual([["a::1"], ["a::2"], ["a::3", "a::4"]]);
  });

  test("that is closed does not wait for its linger", async () => {
    const lane = backend.lane({ lingerMs: 10, mostPerBatch: 8 });
    void lane.submit("z::0");
    await backend.main.answer();
    const outcome = outcomeOf(lane.submit("a::1"));
    const closing = lane.close();
    expect(backend.main.batches).toEqual([["z::0"], ["a::1"]]);
    await backend.main.answer();
    await closing;
    expect(await outcome).toBe("ok a::1");
  });

  test("that is closed while a batch is in flight sends the rest right after it", async () => {
    const lane = backend.lane({ lingerMs: 10, mostPerBatch: 4 });
    for (const item of ["a::1", "a::2"]) void lane.submit(item);
    const closing = lane.close();
    await backend.main.answer();
    expect(backend.main.inFlight).toEqual([["a::2"]]);
    await backend.main.answer();
    await closing;
  });
});

describe("closing", () => {
  test("refuses new items and waits for those that it has", async () => {
    const lane = backend.lane();
    const outcome = outcomeOf(lane.submit("a::1"));
    const closing = lane.close();
    expect(await outcomeOf(lane.submit("a::2"))).toMatch(/closed/);
    expect(await hasEnded(closing)).toBe(false);
    await backend.main.answer();
    await closing;
    expect(await outcome).toBe("ok a::1");
  });

  test("waits for what the patient lane still tries", async () => {
    const lane = backend.lane();
    const items = ["z::0", "a:k:1", "b:k:2", "b:l:3"];
    const outcomes = items.map((item) => outcomeOf(lane.submit(item)));
    await backend.main.answer();
    await leaveOutForLong(...items);
    const closing = lane.close();
    for (const batch of [["a:k:1"], ["b:k:2", "b:l:3"]]) {
      expect(await hasEnded(closing)).toBe(false);
      expect(backend.patient.inFlight[0]).toEqual(batch);
      await backend.patient.answer();
    }
    await closing;
    expect(await Promise.all(outcomes)).toEqual(items.map((item) => `ok ${item}`));
  });

  test("ends at once when nothing waits, and for everybody who asks for it", async () => {
    await backend.lane().close();
    const lane = backend.lane();
    void lane.submit("a::1");
    const both = Promise.all([lane.close(), lane.close()]);
    await backend.main.answer();
    expect(await hasEnded(both)).toBe(true);
  });
});

const how = fc.constantFrom("answer" as const, "lose" as const, "commit and lose" as const);
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      organization: fc.constantFrom("a", "b", "c", "d", "e", "f"),
      key: fc.constantFrom("k", "l"),
      conflict: fc.constantFrom("", "#x", "#y"),
      bad: fc.nat(5).map((dice) => dice === 0),
    }),
  },
  // A main batch leaves out the items of keys that are locked.
  {
    weight: 2,
    arbitrary: fc.record({
      main: how,
      locked: fc.subarray(["a:k", "a:l", "b:k", "c:k", "d:k", "e:k", "f:k"]),
    }),
  },
  { weight: 2, arbitrary: fc.record({ patient: how, index: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ passesMs: fc.constantFrom(1, 5, 101, 400, 600) }) },
);

/** A history of the lane's, with books of what was sent, committed and lost. */
class Play {
  readonly submitted: string[] = [];
  readonly committed: string[] = [];
  readonly lost: string[] = [];
  readonly #refused = new Set<string>();
  readonly outcomes: Promise<string>[] = [];
  /** Kept for the end: what is thrown where the lane sends, it takes for the ledger's refusal. */
  readonly faults: string[] = [];
  readonly #backend = new LaneBackend();
  readonly #mixOrganizations: boolean;
  readonly #lane;
  #answered = 0;
  #isClosed = false;

  constructor(mixOrganizations: boolean) {
    this.#mixOrganizations = mixOrganizations;
    const { main, patient } = this.#backend;
    this.#lane = this.#backend.lane({
      mixOrganizations,
      mostPerBatch: 4,
      flush: (batch) => {
        this.#checkMain(batch);
        return main.flush(batch);
      },
      flushPatiently: (batch) => {
        this.#checkPatient(batch);
        return patient.flush(batch);
      },
    });
  }

  async take(taken: typeof step extends fc.Arbitrary<infer Step> ? Step : never): Promise<void> {
    if ("passesMs" in taken) await this.#pass(taken.passesMs);
    else if ("main" in taken) await this.#end(this.#backend.main, { ...taken, how: taken.main, index: 0 });
    else if ("patient" in taken) await this.#end(this.#backend.patient, { ...taken, how: taken.patient });
    else {
      const { organization, key, conflict, bad } = taken;
      const item = `${organization}:${key}:${this.submitted.length}${bad ? "bad" : ""}${conflict}`;
      this.submitted.push(item);
      this.outcomes.push(outcomeOf(this.#lane.submit(item)).finally(() => (this.#answered += 1)));
    }
  }

  async close(): Promise<void> {
    const { main, patient } = this.#backend;
    const closing = this.#lane.close().then(() => (this.#isClosed = true));
    for (let rounds = 0; rounds < 500 && this.#answered < this.submitted.length; rounds += 1) {
      for (const sends of [main, patient]) await this.#end(sends, { how: "answer", index: 0 });
      await this.#pass(5);
    }
    this.#expect(this.#answered === this.submitted.length, "something was never answered");
    await closing;
  }

  async #pass(ms: number): Promise<void> {
    this.#backend.nowMs += ms;
    await vi.advanceTimersByTimeAsync(ms);
  }

  /** What the ledger does: one bad value refuses the whole batch, whoever else is in it. */
  async #end(
    sends: Sends,
    end: { how: "answer" | "lose" | "commit and lose"; locked?: string[]; index: number },
  ) {
    const batch = sends.inFlight[end.index] ?? [];
    const leavingOut = (item: string) => end.locked?.includes(keyOf(item)) ?? false;
    const taken = batch.filter((item) => !leavingOut(item));
    const isRefused = taken.some((item) => item.includes("bad"));
    if (end.how !== "lose" && !isRefused) this.committed.push(...taken);
    if (end.how !== "answer") {
      this.lost.push(...batch);
      await sends.fail(lost, end.index);
    } else if (isRefused) {
      for (const item of batch) this.#refused.add(item);
      await sends.fail(refused, end.index);
    } else await sends.answer({ leavingOut, index: end.index });
    this.#expect(!this.#isClosed || this.#answered === this.submitted.length, "closed too early");
  }

  #checkMain(batch: readonly string[]): void {
    this.#checkAny(batch);
    this.#expect(this.#backend.main.inFlight.length === 0, "two main batches at once");
    if (!this.#mixOrganizations)
      this.#expect(new Set(batch.map(organizationOf)).size === 1, `${batch} mixes`);
  }

  #checkPatient(batch: readonly string[]): void {
    this.#checkAny(batch);
    const { inFlight } = this.#backend.patient;
    this.#expect(inFlight.length < 4, "five patient batches at once");
    this.#expect(new Set(batch.map(organizationOf)).size === 1, `${batch} is of several organizations`);
    const areRefused = batch.some((item) => this.#refused.has(item));
    this.#expect(!areRefused || new Set(batch.map(keyOf)).size === 1, `${batch} was refused before`);
    const organizations = inFlight.flat().map(organizationOf);
    this.#expect(!organizations.includes(organizationOf(batch[0] ?? "")), `${batch} is its second at once`);
  }

  #checkAny(batch: readonly string[]): void {
    const { main, patient } = this.#backend;
    const conflicts = batch.map(conflictKeyOf).filter((key) => key !== null);
    this.#expect(new Set(conflicts).size === conflicts.length, `${batch} conflicts`);
    this.#expect(batch.length > 0 && batch.length <= 4, `${batch.length} in a batch`);
    const done = [...main.inFlight, ...patient.inFlight, this.committed, this.lost].flat();
    for (const item of batch) this.#expect(!done.includes(item), `${item} was sent again`);
  }

  #expect(holds: boolean, otherwise: string): void {
    if (!holds) this.faults.push(otherwise);
  }
}

test("whatever arrives, is locked and fails: each item is answered once and committed at most once", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80, size: "max" }), fc.boolean(), async (steps, mixes) => {
      const play = new Play(mixes);
      for (const taken of steps) await play.take(taken);
      await play.close();
      expect(play.faults).toEqual([]);
      expect(new Set(play.committed).size).toBe(play.committed.length);
      for (const [index, outcome] of (await Promise.all(play.outcomes)).entries()) {
        const item = play.submitted[index] ?? "";
        if (play.lost.includes(item)) expect(outcome).toMatch(/^the ledger cannot be reached/);
        else if (play.committed.includes(item)) expect(outcome).toBe(`ok ${item}`);
        // One bad value refuses nobody else: whoever else was not committed came too late.
        else if (item.includes("bad")) expect(outcome).toMatch(/^the ledger (refused the call|did not)/);
        else expect(outcome).toMatch(/^the ledger did not (take the call in time|answer the calls before)/);
      }
    }),
    { numRuns: 300 },
  );
}, 60_000);
