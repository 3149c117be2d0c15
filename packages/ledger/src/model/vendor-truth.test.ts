import fc from "fast-check";
import { expect, test } from "vitest";
import type { Settlement } from "../port.ts";
import { callToHold, ledgerRow, noon, organizationId, settlement } from "./fixtures.ts";
import { LedgerModel, type ModelCall } from "./ledger-model.ts";

/** A payment intent as the vendor has it: open money can still be taken by someone outside the proxy. */
interface Intent {
  readonly id: string;
  amount: bigint;
  status: "declined" | "open" | "succeeded" | "canceled";
}

type Operation =
  | { readonly on: "create"; readonly amount: bigint; readonly declined: boolean }
  | { readonly on: "raise"; readonly id: string; readonly amount: bigint }
  | { readonly on: "confirm" | "cancel"; readonly id: string };

type Answer = Pick<Settlement, "state" | "costMicros" | "parsedMicros" | "replayed" | "object">;

/** A vendor with payment intents that honours idempotency keys: it executes a request once and repeats its answer. */
class Vendor {
  readonly intents: Intent[] = [];
  readonly #answers = new Map<string, Answer>();

  /** What callers have moved or can still move without asking again. */
  exposure(): bigint {
    const counts = this.intents.filter(({ status }) => status === "open" || status === "succeeded");
    return counts.reduce((sum, { amount }) => sum + amount, 0n);
  }

  execute(operation: Operation, idempotencyKey: string): Answer {
    const earlier = this.#answers.get(idempotencyKey);
    if (earlier !== undefined) return { ...earlier, costMicros: 0n, replayed: true };
    const answer = this.#execute(operation);
    this.#answers.set(idempotencyKey, answer);
    return answer;
  }

  #execute(operation: Operation): Answer {
    if (operation.on === "create") {
      const status = operation.declined ? "declined" : "open";
      const intent: Intent = { id: `pi_${this.intents.length}`, amount: operation.amount, status };
      this.intents.push(intent);
      return answerOf(intent, operation.declined ? "released" : "accrued");
    }
    const intent = this.intents.find(({ id }) => id === operation.id);
    if (intent === undefined) throw new Error("no such intent");
    if (intent.status === "succeeded" || intent.status === "canceled") return answerOf(intent, "released");
    if (operation.on === "raise") {
      if (operation.amount > intent.amount) intent.amount = operation.amount;
      intent.status = "open";
      return answerOf(intent, "accrued");
    }
    intent.status = operation.on === "confirm" ? "succeeded" : "canceled";
    return answerOf(intent, "settled");
  }
}

const objectStatuses = { declined: "open", open: "open", succeeded: "closed", canceled: "canceled" } as const;

function answerOf({ id, amount, status }: Intent, state: Settlement["state"]): Answer {
  const object = { id, totalMicros: amount, status: objectStatuses[status] };
  return { state, costMicros: amount, parsedMicros: amount, replayed: false, object };
}

interface Flight {
  readonly callId: string;
  readonly vaultKeyId: string;
  readonly operation: Operation;
  readonly idempotencyKey: string;
  readonly instanceId: string;
  /** What the vendor did by this very call; null until it has executed it. */
  answer: Answer | null;
  isLost: boolean;
}

const keyIds = ["key", "other"];
const anyFlight = fc.nat(20);

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("call" as const),
      vaultKeyId: fc.constantFrom(...keyIds),
      instanceId: fc.constantFrom("proxy 1", "proxy 2"),
      on: fc.constantFrom(
        "create" as const,
        "create" as const,
        "raise" as const,
        "confirm" as const,
        "cancel" as const,
      ),
      intent: fc.nat(4),
      amount: fc.bigInt({ min: 1n, max: 20n }),
      declined: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("retry" as const),
      flight: anyFlight,
      vaultKeyId: fc.constantFrom(...keyIds),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("execute" as const), flight: anyFlight }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("answer" as const), flight: anyFlight }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("lose" as const), flight: anyFlight }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("void" as const), flight: anyFlight }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("crash" as const),
      instanceId: fc.constantFrom("proxy 1", "proxy 2"),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("resolve" as const), flight: anyFlight }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const runCapMicros = 120n;

/** Two vault keys over one credential, two proxies that die, and a network that loses and reorders answers. */
class World {
  readonly ledger = new LedgerModel();
  readonly vendor = new Vendor();
  readonly flights: Flight[] = [];
  /** All requests that were ever sent, for retries of them. */
  readonly #requests: Pick<Flight, "operation" | "idempotencyKey">[] = [];
  #calls = 0;

  constructor() {
    for (const vaultKeyId of keyIds) {
      const row = ledgerRow({ dailyCapMicros: null, runCapMicros });
      this.ledger.addKey({ organizationId, vaultKeyId }, row);
    }
  }

  take(one: Step): void {
    if (one.do === "call") this.#call(one);
    if (one.do === "crash") this.#crash(one.instanceId);
    if (one.do === "retry") {
      const request = this.#requests[one.flight % Math.max(1, this.#requests.length)];
      if (request !== undefined)
        this.#hold({ ...request, vaultKeyId: one.vaultKeyId, instanceId: "proxy 1" });
    }
    if (one.do === "execute")
      this.#execute(this.#pick(one.flight, ({ answer, isLost }) => answer === null && !isLost));
    if (one.do === "answer")
      this.#answer(this.#pick(one.flight, (flight) => flight.answer !== null && !flight.isLost));
    if (one.do === "lose")
      this.#lose(this.#pick(one.flight, (flight) => this.#callOf(flight).state === "held"));
    if (one.do === "void")
      this.#void(this.#pick(one.flight, ({ answer, isLost }) => answer === null && !isLost));
    if (one.do === "resolve")
      this.#resolve(this.#pick(one.flight, (flight) => this.#callOf(flight).state === "unknown"));
  }

  #pick(index: number, isEligible: (flight: Flight) => boolean): Flight | undefined {
    const eligible = this.flights.filter(isEligible);
    return eligible[index % Math.max(1, eligible.length)];
  }

  #call(one: Extract<Step, { do: "call" }>): void {
    const idempotencyKey = `request ${this.#requests.length}`;
    const { vaultKeyId, instanceId } = one;
    if (one.on === "create") {
      const operation = { on: one.on, amount: one.amount, declined: one.declined };
      this.#hold({ operation, idempotencyKey, vaultKeyId, instanceId });
      return;
    }
    const intent = this.vendor.intents[one.intent % Math.max(1, this.vendor.intents.length)];
    if (intent === undefined) return;
    const operation =
      one.on === "raise"
        ? { on: one.on, id: intent.id, amount: intent.amount + one.amount }
        : { on: one.on, id: intent.id };
    this.#hold({ operation, idempotencyKey, vaultKeyId, instanceId });
  }

  #hold(flight: Omit<Flight, "callId" | "answer" | "isLost">): void {
    const { operation, idempotencyKey, vaultKeyId, instanceId } = flight;
    const callId = `call ${this.#calls}`;
    this.#calls += 1;
    const held = this.ledger.hold(
      callToHold({
        id: callId,
        vaultKeyId,
        retryHash: Buffer.from(idempotencyKey),
        priceMicros: this.#price(operation),
        continuesObjectId: operation.on === "raise" || operation.on === "confirm" ? operation.id : null,
      }),
      { now: noon, instanceId },
    );
    if (held.verdict !== "allowed") return;
    this.#requests.push({ operation, idempotencyKey });
    this.flights.push({ ...flight, callId, answer: null, isLost: false });
  }

  /** What the proxy reckons, from the request or from a look-up just before it. */
  #price(operation: Operation): bigint {
    if (operation.on === "create" || operation.on === "raise") return operation.amount;
    if (operation.on === "cancel") return 0n;
    return this.vendor.intents.find(({ id }) => id === operation.id)?.amount ?? 0n;
  }

  #execute(flight: Flight | undefined): void {
    if (flight !== undefined) flight.answer = this.vendor.execute(flight.operation, flight.idempotencyKey);
  }

  /** Also again: a settlement that was sent twice. */
  #answer(flight: Flight | undefined): void {
    if (flight?.answer) this.#settle(flight, flight.answer);
  }

  #settle({ callId, vaultKeyId }: Flight, answer: Answer): void {
    this.ledger.settle(settlement({ callId, vaultKeyId, ...answer }));
  }

  /** The proxy gave up waiting. What was not executed by now never arrived. */
  #lose(flight: Flight | undefined): void {
    if (flight === undefined) return;
    flight.isLost = true;
    this.#settle(flight, {
      state: "unknown",
      costMicros: 0n,
      parsedMicros: null,
      replayed: false,
      object: null,
    });
  }

  /** Only what has not been sent is ever voided. */
  #void(flight: Flight | undefined): void {
    if (flight === undefined) return;
    flight.isLost = true;
    this.ledger.void([{ ...this.#callOf(flight), callId: flight.callId }]);
  }

  #crash(instanceId: string): void {
    for (const flight of this.flights) {
      if (flight.instanceId === instanceId && this.#callOf(flight).state === "held") flight.isLost = true;
    }
    this.ledger.reap(instanceId);
  }

  /** Somebody asks the vendor what became of an unknown call, and records the truth. */
  #resolve(flight: Flight | undefined): void {
    if (flight === undefined) return;
    if (flight.answer === null || flight.answer.replayed || flight.answer.state === "released") {
      this.#settle(flight, {
        state: "released",
        costMicros: 0n,
        parsedMicros: null,
        replayed: false,
        object: null,
      });
      return;
    }
    const id = flight.answer.object?.id;
    const intent = this.vendor.intents.find((one) => one.id === id);
    if (intent !== undefined) this.#settle(flight, answerOf(intent, "settled"));
  }

  #callOf({ callId }: Flight): ModelCall {
    const call = this.ledger.calls().find(({ id }) => id === callId);
    if (call === undefined) throw new Error("a flight without a call");
    return call;
  }

  counted(): bigint {
    return keyIds.reduce((sum, vaultKeyId) => {
      const row = this.ledger.key(organizationId, vaultKeyId);
      return sum + row.runSpentMicros + row.runHeldMicros;
    }, 0n);
  }

  overage(): bigint {
    return keyIds.reduce((sum, id) => sum + this.ledger.key(organizationId, id).overageMicros, 0n);
  }
}

function walk(steps: readonly Step[]): World {
  const world = new World();
  for (const [index, one] of steps.entries()) {
    world.take(one);
    if (world.vendor.exposure() > world.counted()) {
      throw new Error(
        `after step ${index} the vendor can move ${world.vendor.exposure()}, counted ${world.counted()}`,
      );
    }
  }
  return world;
}

test("at no moment can more money move at the vendor than the ledger counts, whatever is lost, late or repeated", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: "max" }), (steps) => {
      walk(steps);
    }),
    { numRuns: 400 },
  );
});

test("while nobody raises an object behind a look-up, nothing is overage and no cap is passed at the vendor", () => {
  const honest = step.filter((one) => one.do !== "call" || one.on !== "raise");
  fc.assert(
    fc.property(fc.array(honest, { maxLength: 60, size: "max" }), (steps) => {
      const world = walk(steps);
      expect(world.overage()).toBe(0n);
      expect(world.vendor.exposure() <= runCapMicros * BigInt(keyIds.length)).toBe(true);
    }),
    { numRuns: 400 },
  );
});
