import { beforeEach, describe, expect, test } from "vitest";
import { PatientLane } from "./patient-lane.ts";
import {
  conflictKeyOf,
  describeError,
  isLockTimeout,
  isOutcomeUnknown,
  keyOf,
  locked,
  lost,
  organizationOf,
  refused,
  Sends,
} from "./testing/lane-backend.ts";
import type { Waiting } from "./waiting.ts";

let sends: Sends;
let lane: PatientLane<string, string>;
let nowMs: number;
/** What each item was told, every time that it was told something. */
let answers: Map<string, string[]>;

beforeEach(() => {
  sends = new Sends();
  nowMs = 1_000;
  answers = new Map();
  lane = new PatientLane({
    flush: sends.flush,
    isOutcomeUnknown,
    isLockTimeout,
    clock: () => ({ monotonicMs: nowMs, wallMs: nowMs + 1_000_000 }),
    mostPerBatch: 4,
    longestRetryMs: 750,
  });
});

function waiting(item: string): Waiting<string, string> {
  const told: string[] = [];
  answers.set(item, told);
  return {
    item,
    organizationId: organizationOf(item),
    key: keyOf(item),
    conflictKey: conflictKeyOf(item),
    submittedAtMs: nowMs,
    leftOutAtMs: null,
    resolve: ({ result, sentAt }) => told.push(`${result} at ${sentAt.monotonicMs}`),
    reject: (error) => told.push(describeError(error)),
  };
}

const add = (...items: string[]) => lane.add(items.map(waiting));
const tryAgain = (...items: string[]) => lane.tryAgain(items.map(waiting), refused);
const told = (...items: string[]) => items.map((item) => String(answers.get(item)));

const indexOf = (item: string) => sends.inFlight.findIndex((batch) => batch.includes(item));
const answer = (item: string) => sends.answer({ index: indexOf(item) });
const fail = (item: string, error: unknown) => sends.fail(error, indexOf(item));

const REFUSED = "the ledger refused the call: Error: invalid value";
const LOST = "the ledger cannot be reached: Error: connection lost";

describe("turns", () => {
  test("a batch holds an organization's items, in order, up to the limit", async () => {
    add("a:k:1", "a:l:2", "a:k:3", "a:m:4", "a:k:5");
    for (const batch of [["a:k:1", "a:l:2", "a:k:3", "a:m:4"], ["a:k:5"]]) {
      expect(sends.inFlight).toEqual([batch]);
      await sends.answer();
    }
    expect(told("a:k:1", "a:l:2", "a:k:5")).toEqual([
      "ok a:k:1 at 1000",
      "ok a:l:2 at 1000",
      "ok a:k:5 at 1000",
    ]);
  });

  test("items of one conflict key never share a batch, and keep their order", async () => {
    add("a:k:1#x", "a:k:2#x", "a:k:3");
    expect(sends.inFlight).toEqual([["a:k:1#x", "a:k:3"]]);
    await sends.answer();
    expect(sends.inFlight).toEqual([["a:k:2#x"]]);
  });

  test("an organization has one batch under way at a time", async () => {
    add("a:k:1");
    add("a:l:2");
    expect(sends.inFlight).toEqual([["a:k:1"]]);
    await sends.answer();
    expect(sends.inFlight).toEqual([["a:l:2"]]);
  });

  test("four organizations have one under way at once, and the next has the first turn that ends", async () => {
    add("a:k:1", "b:k:2", "c:k:3", "d:k:4", "e:k:5", "f:k:6");
    expect(sends.inFlight).toEqual([["a:k:1"], ["b:k:2"], ["c:k:3"], ["d:k:4"]]);
    await answer("c:k:3");
    expect(sends.inFlight).toEqual([["a:k:1"], ["b:k:2"], ["d:k:4"], ["e:k:5"]]);
    await fail("a:k:1", refused);
    expect(sends.inFlight).toEqual([["b:k:2"], ["d:k:4"], ["e:k:5"], ["f:k:6"]]);
  });

  test("an organization that has had its turn goes behind those that wait for theirs", async () => {
    add("a:k:1", "a:k:2", "a:k:3", "a:k:4", "a:k:5", "b:k:6", "c:k:7", "d:k:8", "e:k:9");
    await answer("a:k:1");
    expect(sends.inFlight.at(-1)).toEqual(["e:k:9"]);
    await answer("b:k:6");
    expect(sends.inFlight.at(-1)).toEqual(["a:k:5"]);
  });

  test("one organization's stuck key takes one turn of the four, and delays no other organization's", async () => {
    add("a:stuck:1");
    // Whatever else it sends has to wait for its own turn.
    add("a:stuck:2", "a:k:3");
    for (let round = 0; round < 5; round += 1) {
      const items = ["b", "c", "d", "e", "f"].map((organization) => `${organization}:k:${round}`);
      add(...items);
      for (const item of items) {
        expect(sends.inFlight).toContainEqual(["a:stuck:1"]);
        expect(sends.inFlight).toContainEqual([item]);
        await answer(item);
      }
      expect(told(...items)).toEqual(items.map((item) => `ok ${item} at ${nowMs}`));
      nowMs += 50;
    }
    await fail("a:stuck:1", refused);
    expect(told("a:stuck:1")).toEqual([REFUSED]);
    expect(sends.inFlight).toEqual([["a:stuck:2", "a:k:3"]]);
  });

  test("an answer carries the moment that its own batch was sent", async () => {
    add("a:k:1");
    add("a:l:2");
    nowMs = 1_100;
    await sends.answer();
    nowMs = 1_300;
    await sends.answer();
    expect(told("a:k:1", "a:l:2")).toEqual(["ok a:k:1 at 1000", "ok a:l:2 at 1100"]);
  });

  test("what waits for its turn is counted, and what is under way is not", async () => {
    add("a:k:1", "a:k:2");
    add("a:l:3", "b:k:4");
    expect(lane.waiting).toBe(1);
    await fail("a:k:1", refused);
    expect(sends.inFlight).toEqual([["b:k:4"], ["a:k:1"]]);
    expect(lane.waiting).toBe(2);
    while (sends.inFlight.length > 0) await sends.answer();
    expect(lane.waiting).toBe(0);
  });
});

describe("a refused batch", () => {
  test("is tried by key, then one by one, and its other keys after that", async () => {
    tryAgain("a:k:1", "a:l:2", "a:k:bad", "a:k:3");
    expect(sends.inFlight).toEqual([["a:k:1", "a:k:bad", "a:k:3"]]);
    await sends.fail(refused);
    for (const item of ["a:k:1", "a:k:bad", "a:k:3", "a:l:2"]) {
      expect(sends.inFlight).toEqual([[item]]);
      if (item === "a:k:bad") await sends.fail(refused);
      else await sends.answer();
    }
    expect(sends.inFlight).toEqual([]);
    expect(told("a:k:1", "a:k:bad", "a:k:3", "a:l:2")).toEqual([
      "ok a:k:1 at 1000",
      REFUSED,
      "ok a:k:3 at 1000",
      "ok a:l:2 at 1000",
    ]);
  });

  test("of what was left out is tried by key, and then one by one where a key's is refused again", async () => {
    add("a:k:1", "a:l:2", "a:k:3", "a:l:4");
    await sends.fail(refused);
    expect(sends.inFlight).toEqual([["a:k:1", "a:k:3"]]);
    await sends.fail(refused);
    for (const batch of [["a:k:1"], ["a:k:3"], ["a:l:2", "a:l:4"]]) {
      expect(sends.inFlight).toEqual([batch]);
      if (batch[0] === "a:k:3") await sends.fail(refused);
      else await sends.answer();
    }
    expect(told("a:k:1", "a:l:2", "a:k:3", "a:l:4")).toEqual([
      "ok a:k:1 at 1000",
      "ok a:l:2 at 1000",
      REFUSED,
      "ok a:l:4 at 1000",
    ]);
  });

  test("takes no company of what was not refused yet, and gives it none", async () => {
    add("a:l:1");
    add("a:l:2");
    tryAgain("a:k:3", "a:k:4");
    add("a:k:5");
    await sends.answer();
    for (const batch of [
      ["a:l:2", "a:k:5"],
      ["a:k:3", "a:k:4"],
    ]) {
      expect(sends.inFlight).toEqual([batch]);
      await sends.answer();
    }
  });

  test("of one call is tried on its own once more, and no more", async () => {
    tryAgain("a:k:1");
    add("a:k:2");
    expect(sends.inFlight).toEqual([["a:k:1"]]);
    await sends.fail(refused);
    expect(told("a:k:1")).toEqual([REFUSED]);
    expect(sends.batches).toEqual([["a:k:1"], ["a:k:2"]]);
  });

  test("that was left out first is refused when it is refused alone", async () => {
    add("a:k:1");
    await sends.fail(refused);
    expect(told("a:k:1")).toEqual([REFUSED]);
    expect(sends.batches).toEqual([["a:k:1"]]);
  });

  test("of one call is tried without company, whatever waits before it and behind it", async () => {
    add("a:l:1");
    add("a:k:2");
    tryAgain("a:k:3");
    tryAgain("a:k:4");
    add("a:k:5", "a:k:6");
    await sends.answer();
    for (const batch of [["a:k:2", "a:k:5", "a:k:6"], ["a:k:3"], ["a:k:4"]]) {
      expect(sends.inFlight).toEqual([batch]);
      await sends.answer();
    }
  });

  test("that is tried call by call takes no company on the way", async () => {
    add("a:k:1", "a:k:2");
    add("a:k:3");
    await sends.fail(refused);
    for (const item of ["a:k:1", "a:k:2", "a:k:3"]) {
      expect(sends.inFlight).toEqual([[item]]);
      await sends.answer();
    }
  });

  test("whose one key's lock was waited for in vain is not tried one by one: each would wait as long again", async () => {
    add("a:k:1", "a:l:2", "a:k:3");
    await sends.fail(locked);
    expect(sends.inFlight).toEqual([["a:k:1", "a:k:3"]]);
    await sends.fail(locked);
    const busy = "the ledger refused the call: Error: lock timeout";
    expect(told("a:k:1", "a:k:3")).toEqual([busy, busy]);
    expect(sends.inFlight).toEqual([["a:l:2"]]);
    await sends.answer();
    expect(told("a:l:2")).toEqual(["ok a:l:2 at 1000"]);
  });

  test("keeps its calls before later ones of the same conflict key", async () => {
    add("a:l:1");
    add("a:k:2");
    tryAgain("a:k:3#x");
    add("a:k:4#x", "a:k:5#y");
    await sends.answer();
    for (const batch of [["a:k:2", "a:k:5#y"], ["a:k:3#x"], ["a:k:4#x"]]) {
      expect(sends.inFlight).toEqual([batch]);
      await sends.answer();
    }
  });
});

describe("an outcome that is not known", () => {
  test("is never sent again: not the batch, nor any call of it", async () => {
    add("a:k:1", "a:k:2");
    await sends.fail(lost);
    expect(told("a:k:1", "a:k:2")).toEqual([LOST, LOST]);
    expect(sends.batches).toHaveLength(1);
  });

  test("of a call on its own leaves its neighbours' tries to them", async () => {
    add("a:k:1", "a:k:2");
    await sends.fail(refused);
    await sends.fail(lost);
    await sends.answer();
    expect(told("a:k:1", "a:k:2")).toEqual([LOST, "ok a:k:2 at 1000"]);
    expect(sends.batches).toEqual([["a:k:1", "a:k:2"], ["a:k:1"], ["a:k:2"]]);
  });

  test("is what a call without an answer has", async () => {
    add("a:k:1", "a:k:2");
    await sends.answer({ leavingOut: (item) => item === "a:k:1" });
    expect(told("a:k:1", "a:k:2")).toEqual([
      "the ledger left the call without an answer: undefined",
      "ok a:k:2 at 1000",
    ]);
    expect(sends.batches).toHaveLength(1);
  });
});

describe("what has waited longest", () => {
  test("is refused at its turn when it is too old, and the younger are tried", async () => {
    add("a:stuck:1");
    add("a:k:2");
    nowMs += 1;
    add("a:k:3");
    nowMs += 749;
    await sends.answer();
    expect(told("a:k:2")).toEqual(["the ledger did not take the call in time: undefined"]);
    expect(sends.inFlight).toEqual([["a:k:3"]]);
  });

  test("is told what it was refused for before", async () => {
    add("a:k:1", "a:k:2");
    await sends.fail(refused);
    nowMs += 750;
    await sends.answer();
    expect(told("a:k:1", "a:k:2")).toEqual([
      "ok a:k:1 at 1000",
      "the ledger did not take the call in time: Error: invalid value",
    ]);
  });

  test("gives its turn on when all of it is too old", async () => {
    add("a:stuck:1");
    add("a:k:2", "a:l:3");
    nowMs += 750;
    await sends.answer();
    expect(sends.inFlight).toEqual([]);
    add("a:k:4");
    expect(sends.inFlight).toEqual([["a:k:4"]]);
  });
});
