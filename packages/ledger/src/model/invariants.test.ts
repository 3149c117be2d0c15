import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { test } from "vitest";
import type { Settlement } from "../port.ts";
import { type CallState, LedgerModel, type ModelCall } from "./ledger-model.ts";
import { callToHold, ledgerRow, noon, organizationId, settlement } from "./testing/fixtures.ts";

const keyIds = ["key", "other"];
const objectIds = ["pi_1", "pi_2"];
const instances = ["proxy 1", "proxy 2"];
const price = fc.bigInt({ min: 0n, max: 30n });
/** Mostly within the hold: an overage blocks the key, and little happens after it. */
const cost = fc.oneof(
  { weight: 9, arbitrary: fc.bigInt({ min: 0n, max: 5n }) },
  { weight: 1, arbitrary: price },
);

function seldom<T, U>(rare: T, common: U): fc.Arbitrary<T | U> {
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant(rare) },
    { weight: 11, arbitrary: fc.constant(common) },
  );
}
/** Mostly a call that is still open; now and then any, since repeats and late answers must change nothing. */
const callIndex = fc.record({ at: fc.nat(30), isOpen: fc.constantFrom(true, true, true, true, false) });
const objectId = fc.option(fc.constantFrom(...objectIds), { nil: null });

/** Anything at all may happen, in any order: a vendor that answers nonsense included. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("hold" as const),
      vaultKeyId: fc.constantFrom(...keyIds),
      instanceId: fc.constantFrom(...instances),
      refused: seldom("denied_endpoint" as const, null),
      priceMicros: price,
      counts: fc.boolean(),
      continuesObjectId: objectId,
      intent: fc.option(fc.constantFrom("a", "b"), { nil: null }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("settle" as const),
      callIndex,
      state: fc.constantFrom<Settlement["state"]>("settled", "released", "accrued", "unknown"),
      costMicros: cost,
      parsedMicros: fc.option(cost, { nil: null }),
      replayed: fc.boolean(),
      object: fc.option(
        fc.record({
          id: fc.constantFrom(...objectIds),
          totalMicros: cost,
          status: fc.oneof(
            { weight: 6, arbitrary: fc.constant("open" as const) },
            { weight: 1, arbitrary: fc.constantFrom("closed" as const, "canceled" as const) },
          ),
        }),
        { nil: null },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("void" as const), callIndex }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("reap" as const), instanceId: fc.constantFrom(...instances) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("wait" as const), hours: fc.constantFrom(-3, 2, 13, 25) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("revoke" as const),
      // Seldom, or most of what follows would only be refused.
      vaultKeyId: seldom("key", "nobody"),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const mayFollow: Record<CallState, readonly CallState[]> = {
  denied: [],
  held: ["settled", "released", "accrued", "unknown"],
  accrued: ["settled", "released"],
  unknown: ["settled", "released"],
  settled: [],
  released: [],
};

const hasEnded = (state: CallState) => mayFollow[state].length === 0;

/** An expectation that costs nothing when it holds: there are thousands of them in a run. */
function must(holds: boolean, invariant: string): void {
  if (!holds) throw new Error(invariant);
}

class World {
  readonly ledger = new LedgerModel();
  #nowMs = noon.getTime();

  constructor() {
    const rows = [
      ledgerRow({ dailyCapMicros: 60n, maxCalls: 20 }),
      ledgerRow({ zone: "America/New_York", dailyCapMicros: null, runCapMicros: 120n, callCapMicros: 25n }),
    ];
    for (const [index, row] of rows.entries()) {
      this.ledger.addKey({ organizationId, vaultKeyId: keyIds[index] ?? "" }, row);
    }
  }

  row = (vaultKeyId: string) => this.ledger.key(organizationId, vaultKeyId);

  take(one: Step): void {
    if (one.do === "hold") this.#hold(one);
    if (one.do === "settle") this.#settle(one);
    if (one.do === "void") this.#void(one);
    if (one.do === "wait") this.#nowMs += one.hours * 3_600_000;
    if (one.do === "reap") this.ledger.reap(one.instanceId);
    if (one.do === "revoke" && one.vaultKeyId !== "nobody") {
      this.ledger.revoke(organizationId, one.vaultKeyId, new Date(this.#nowMs));
    }
  }

  #hold(one: Extract<Step, { do: "hold" }>): void {
    const { intent, instanceId, do: _, ...asked } = one;
    const before = this.row(one.vaultKeyId);
    const retryHash = intent === null ? null : Buffer.from(intent);
    const now = new Date(this.#nowMs);
    const id = `call ${this.ledger.calls().length}`;
    const held = this.ledger.hold(callToHold({ ...asked, id, retryHash }), { now, instanceId });
    if (held.verdict !== "allowed") {
      must(isDeepStrictEqual(this.row(one.vaultKeyId), before), "a refused call leaves its key as it was");
      return;
    }
    must(before.revokedAt === null, "revoked never admits");
    must(now < before.expiresAt, "expired never admits");
    if (held.heldMicros === 0n) return;
    must(before.overageMicros === 0n, "an overage admits nothing priced");
    this.#mustBeWithinCaps(one.vaultKeyId, held.heldMicros);
  }

  #mustBeWithinCaps(vaultKeyId: string, heldMicros: bigint): void {
    const row = this.row(vaultKeyId);
    const run = sums(this.ledger.calls(), vaultKeyId);
    const day = sums(this.ledger.calls(), vaultKeyId, row.windowDay);
    must(row.runCapMicros === null || run.spent + run.held <= row.runCapMicros, "never over the run cap");
    must(
      row.dailyCapMicros === null || day.spent + day.held <= row.dailyCapMicros,
      "never over the daily cap",
    );
    must(row.callCapMicros === null || heldMicros <= row.callCapMicros, "never over the call cap");
    must(row.maxCalls === null || row.calls <= row.maxCalls, "never over max_calls");
  }

  #settle({ callIndex: index, ...said }: Extract<Step, { do: "settle" }>): void {
    const call = this.#pick(index);
    if (call === undefined) return;
    const answer = settlement({ ...said, callId: call.id, vaultKeyId: call.vaultKeyId });
    this.ledger.settle(answer);
    const once = this.snapshot();
    this.ledger.settle(answer);
    must(isDeepStrictEqual(this.snapshot(), once), "settling twice is settling once");
  }

  #void({ callIndex: index }: Extract<Step, { do: "void" }>): void {
    const call = this.#pick(index);
    if (call !== undefined) this.ledger.void([{ ...call, callId: call.id }]);
  }

  #pick({ at, isOpen }: { at: number; isOpen: boolean }): ModelCall | undefined {
    const eligible = this.ledger.calls().filter(({ state }) => !isOpen || !hasEnded(state));
    return eligible[at % Math.max(1, eligible.length)];
  }

  snapshot() {
    const counted = objectIds.map((id) => this.ledger.countedMicros(organizationId, "credential", id));
    return { rows: keyIds.map(this.row), calls: this.ledger.calls(), counted };
  }
}

/** Spent and held, from the calls' rows alone. */
function sums(calls: readonly ModelCall[], vaultKeyId: string, day?: string) {
  const sum = { spent: 0n, held: 0n };
  for (const call of calls) {
    if (call.vaultKeyId !== vaultKeyId || (day !== undefined && call.windowDay !== day)) continue;
    if (call.state === "settled") sum.spent += call.costMicros ?? 0n;
    if (!hasEnded(call.state)) sum.held += call.heldMicros;
  }
  return sum;
}

function mustBeConsistent({ rows, calls, counted }: ReturnType<World["snapshot"]>): void {
  for (const [index, row] of rows.entries()) {
    const run = sums(calls, keyIds[index] ?? "");
    const day = sums(calls, keyIds[index] ?? "", row.windowDay);
    must(run.spent === row.runSpentMicros, "the run's spend is the sum of its settled calls");
    must(run.held === row.runHeldMicros, "what the run holds is the sum of its open calls");
    must(day.spent === row.daySpentMicros, "the day's spend is the sum of its settled calls");
    must(day.held === row.dayHeldMicros, "what the day holds is the sum of its open calls");
  }
  for (const [index, id] of objectIds.entries()) {
    const counting = calls.filter((call) => call.objectId === id);
    const backed = counting.reduce((sum, call) => sum + (call.costMicros ?? call.heldMicros), 0n);
    must((counted[index] ?? 0n) <= backed, "what is counted for an object is held or spent by its calls");
  }
  for (const { id, state, openAttempts, costMicros } of calls) {
    const open = calls.filter(
      (one) => one.attachedTo === id && (one.state === "held" || one.state === "unknown"),
    );
    must(openAttempts === open.length, "open attempts are the retries that have not ended");
    must(
      (costMicros !== null) === hasEnded(state),
      "a cost is known when the call has ended, and not before",
    );
  }
}

function mustFollow(before: ReturnType<World["snapshot"]>, after: ReturnType<World["snapshot"]>): void {
  for (const [index, call] of before.calls.entries()) {
    const now = after.calls[index];
    if (now === undefined) throw new Error("a call's row stays");
    must(
      now.state === call.state || mayFollow[call.state].includes(now.state),
      `${call.state} became ${now.state}`,
    );
    const asItWas = isDeepStrictEqual({ ...now, openAttempts: 0 }, { ...call, openAttempts: 0 });
    must(!hasEnded(call.state) || asItWas, "what has ended stays as it is");
  }
  for (const [index, row] of before.rows.entries()) {
    const now = after.rows[index];
    if (now === undefined) throw new Error("a key's row stays");
    must(now.windowDay >= row.windowDay, "the day never moves back");
    must(now.overageMicros >= row.overageMicros, "an overage stays");
    must(row.revokedAt === null || now.revokedAt === row.revokedAt, "revoked stays revoked, since then");
  }
}

test("whatever happens in whatever order, the ledger's invariants hold after every step", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: "max" }), (steps) => {
      const world = new World();
      let before = world.snapshot();
      for (const one of steps) {
        world.take(one);
        const after = world.snapshot();
        mustFollow(before, after);
        mustBeConsistent(after);
        before = after;
      }
    }),
    { numRuns: 500 },
  );
}, 60_000);
