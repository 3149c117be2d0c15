import fc from "fast-check";
import { expect, test } from "vitest";
import { LedgerModel, type ModelCall } from "./ledger-model.ts";
import { callToHold, ledgerRow, noon, organizationId, settlement } from "./testing/fixtures.ts";
import { type Answer, type Operation, SimulatedVendor } from "./testing/simulated-vendor.ts";

interface Request {
  readonly operation: Operation;
  readonly idempotencyKey: string;
  readonly vaultKeyId: string;
}

/** One call's way to the vendor and back. */
interface Flight extends Request {
  readonly callId: string;
  readonly instanceId: string;
  /** What the vendor did by this very call, and what it said of it; null until it has executed it. */
  answer: { readonly did: Answer; readonly said: Answer } | null;
  /** It will not be executed any more, and no answer will arrive. */
  isLost: boolean;
}

const keyIds = ["key", "other"];
const runCapMicros = 120n;
const which = fc.nat(20);
const instanceId = fc.constantFrom("proxy 1", "proxy 2");

const call = fc.record({
  do: fc.constant("call" as const),
  vaultKeyId: fc.constantFrom(...keyIds),
  instanceId,
  on: fc.constantFrom<Operation["on"]>("create", "create", "raise", "confirm", "cancel"),
  which,
  amount: fc.bigInt({ min: 1n, max: 20n }),
  declined: fc.constantFrom(false, false, true),
});
const retry = fc.record({
  do: fc.constant("retry" as const),
  which: fc.nat(3),
  isSameKey: fc.constantFrom(true, true, true, false),
  instanceId,
});
const event = fc.record({
  do: fc.constantFrom(
    ...(["execute", "execute", "execute", "stumble", "answer", "answer", "lose", "void", "resolve"] as const),
  ),
  which,
});
const step = fc.oneof(
  { weight: 4, arbitrary: call },
  { weight: 3, arbitrary: retry },
  { weight: 12, arbitrary: event },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("crash" as const), instanceId }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const nothing: Answer = {
  state: "released",
  costMicros: 0n,
  parsedMicros: null,
  replayed: false,
  object: null,
};

/** Two vault keys over one credential, two proxies that die, and a network that loses and reorders answers. */
class World {
  readonly ledger = new LedgerModel();
  readonly vendor = new SimulatedVendor();
  readonly #flights: Flight[] = [];
  #requests = 0;

  constructor() {
    for (const vaultKeyId of keyIds) {
      const row = ledgerRow({ dailyCapMicros: null, runCapMicros });
      this.ledger.addKey({ organizationId, vaultKeyId }, row);
    }
  }

  take(one: Step): void {
    if (one.do === "call") this.#call(one);
    else if (one.do === "retry") this.#retry(one);
    else if (one.do === "crash") this.#crash(one.instanceId);
    else this.#happen(one);
  }

  #call({ on, which: index, amount, declined, ...by }: Extract<Step, { do: "call" }>): void {
    this.#requests += 1;
    const idempotencyKey = `request ${this.#requests}`;
    const intent = pick(this.vendor.intents, index);
    if (on === "create") this.#hold({ ...by, idempotencyKey, operation: { on, amount, declined } });
    else if (intent !== undefined) {
      const operation =
        on === "raise" ? { on, id: intent.id, amount: intent.amount + amount } : { on, id: intent.id };
      this.#hold({ ...by, idempotencyKey, operation });
    }
  }

  /** The same request again, one of the latest: by the same run, or by one that was started anew. */
  #retry({ which: index, isSameKey, instanceId: by }: Extract<Step, { do: "retry" }>): void {
    const request = this.#flights.at(-1 - index);
    if (request === undefined) return;
    const { operation, idempotencyKey, vaultKeyId } = request;
    const other = keyIds.find((id) => id !== vaultKeyId) ?? vaultKeyId;
    this.#hold({ operation, idempotencyKey, vaultKeyId: isSameKey ? vaultKeyId : other, instanceId: by });
  }

  #hold({
    operation,
    idempotencyKey,
    vaultKeyId,
    instanceId: by,
  }: Request & { readonly instanceId: string }): void {
    const callId = `call ${this.ledger.calls().length}`;
    const asked = callToHold({
      id: callId,
      vaultKeyId,
      retryHash: Buffer.from(idempotencyKey),
      priceMicros: this.#price(operation),
      continuesObjectId: operation.on === "raise" || operation.on === "confirm" ? operation.id : null,
    });
    const { verdict } = this.ledger.hold(asked, { now: noon, instanceId: by });
    if (verdict !== "allowed") return;
    this.#flights.push({
      operation,
      idempotencyKey,
      vaultKeyId,
      callId,
      instanceId: by,
      answer: null,
      isLost: false,
    });
  }

  /** What the proxy reckons, from the request or from a look-up just before it. */
  #price(operation: Operation): bigint {
    if (operation.on === "create" || operation.on === "raise") return operation.amount;
    return operation.on === "cancel" ? 0n : (this.vendor.lookUp(operation.id)?.costMicros ?? 0n);
  }

  #crash(dead: string): void {
    for (const flight of this.#flights) {
      if (flight.instanceId === dead && this.#callOf(flight).state === "held") flight.isLost = true;
    }
    this.ledger.reap(dead);
  }

  #happen(one: Extract<Step, { do: "execute" | "stumble" | "answer" | "lose" | "void" | "resolve" }>): void {
    const flight = pick(this.#flights.filter(this.#may[one.do]), one.which);
    if (flight !== undefined) this.#do[one.do](flight);
  }

  readonly #may = {
    execute: ({ answer, isLost }: Flight) => answer === null && !isLost,
    stumble: ({ answer, isLost }: Flight) => answer === null && !isLost,
    // Also again: a settlement that was sent twice.
    answer: ({ answer, isLost }: Flight) => answer !== null && !isLost,
    lose: (flight: Flight) => !flight.isLost && this.#callOf(flight).state === "held",
    // Only what has not been sent is ever voided.
    void: ({ answer, isLost }: Flight) => answer === null && !isLost,
    resolve: (flight: Flight) => ["unknown", "accrued"].includes(this.#callOf(flight).state),
  };

  readonly #do = {
    execute: (flight: Flight) => {
      flight.answer = this.vendor.execute({ ...flight, stumbles: false });
    },
    stumble: (flight: Flight) => {
      flight.answer = this.vendor.execute({ ...flight, stumbles: true });
    },
    answer: (flight: Flight) => {
      if (flight.answer !== null) this.#settle(flight, flight.answer.said);
    },
    lose: (flight: Flight) => {
      flight.isLost = true;
      this.#settle(flight, { ...nothing, state: "unknown" });
    },
    void: (flight: Flight) => {
      flight.isLost = true;
      this.ledger.void([{ ...this.#callOf(flight), callId: flight.callId }]);
    },
    resolve: (flight: Flight) => this.#resolve(flight),
  };

  /** Somebody asks the vendor what became of a call, and records the truth. */
  #resolve(flight: Flight): void {
    const did = flight.answer?.did ?? nothing;
    if (did.state === "released") {
      this.#settle(flight, nothing);
      return;
    }
    const now = this.vendor.lookUp(did.object?.id);
    const isOver = now?.object?.status !== "open";
    if (now !== null && (isOver || this.#callOf(flight).state === "unknown")) this.#settle(flight, now);
  }

  #settle({ callId, vaultKeyId }: Flight, answer: Answer): void {
    this.ledger.settle(settlement({ callId, vaultKeyId, ...answer }));
  }

  #callOf({ callId }: Flight): ModelCall {
    const found = this.ledger.calls().find(({ id }) => id === callId);
    if (found === undefined) throw new Error("a flight without a call");
    return found;
  }

  /** Everything that is on its way arrives or is lost, and everything unknown is looked up. */
  comeToRest(): void {
    for (const flight of this.#flights.filter(this.#may.answer)) this.#do.answer(flight);
    for (const flight of this.#flights.filter(this.#may.lose)) this.#do.lose(flight);
    for (const flight of this.#flights.filter(this.#may.resolve)) this.#do.resolve(flight);
  }

  rows = () => keyIds.map((id) => this.ledger.key(organizationId, id));
}

function pick<T>(from: readonly T[], index: number): T | undefined {
  return from[index % Math.max(1, from.length)];
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}

function walk(steps: readonly Step[]): World {
  const world = new World();
  for (const [index, one] of steps.entries()) {
    world.take(one);
    const counted = sum(world.rows().map((row) => row.runSpentMicros + row.runHeldMicros));
    const exposed = world.vendor.exposure();
    if (exposed > counted)
      throw new Error(`after step ${index} the vendor can move ${exposed}, counted ${counted}`);
  }
  return world;
}

test("at no moment can more money move at the vendor than the ledger counts, whatever is lost, late or repeated", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: "max" }), (steps) => {
      walk(steps);
    }),
    { numRuns: 1_000 },
  );
}, 60_000);

test("while nobody raises an object behind a look-up, nothing is overage and no cap is passed at the vendor", () => {
  const honest = step.filter((one) => one.do !== "call" || one.on !== "raise");
  fc.assert(
    fc.property(fc.array(honest, { maxLength: 60, size: "max" }), (steps) => {
      const world = walk(steps);
      expect(sum(world.rows().map((row) => row.overageMicros))).toBe(0n);
      expect(world.vendor.exposure() <= runCapMicros * BigInt(keyIds.length)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
}, 60_000);

test("when all has arrived and been looked up, no call is held or unknown any more", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: "max" }), (steps) => {
      const world = walk(steps);
      world.comeToRest();
      const states = world.ledger.calls().map(({ state }) => state);
      expect(states.filter((state) => state === "held" || state === "unknown")).toEqual([]);
    }),
    { numRuns: 300 },
  );
}, 60_000);
