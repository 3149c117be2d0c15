import type { Settlement } from "../../port.ts";

/** A payment intent as the vendor has it: open money can still be taken by someone outside the proxy. */
interface Intent {
  readonly id: string;
  amount: bigint;
  status: "declined" | "open" | "succeeded" | "canceled";
}

export type Operation =
  | { readonly on: "create"; readonly amount: bigint; readonly declined: boolean }
  | { readonly on: "raise"; readonly id: string; readonly amount: bigint }
  | { readonly on: "confirm" | "cancel"; readonly id: string };

/** What a vendor's module reads from an answer. */
export type Answer = Pick<Settlement, "state" | "costMicros" | "parsedMicros" | "replayed" | "object">;

interface Execution {
  readonly operation: Operation;
  readonly idempotencyKey: string;
  readonly stumbles: boolean;
}

/** A vendor with payment intents that honours idempotency keys: it executes a request once and repeats its answer. */
export class SimulatedVendor {
  readonly intents: Intent[] = [];
  readonly #answers = new Map<string, Answer>();

  /** What callers have moved or can still move without asking again. */
  exposure(): bigint {
    const counts = this.intents.filter(({ status }) => status === "open" || status === "succeeded");
    return counts.reduce((sum, { amount }) => sum + amount, 0n);
  }

  /**
   * What it did, and what it said of it: where it stumbles, a server error after the work was done. It repeats what
   * it said, errors included.
   */
  execute({ operation, idempotencyKey, stumbles }: Execution): {
    readonly did: Answer;
    readonly said: Answer;
  } {
    const earlier = this.#answers.get(idempotencyKey);
    if (earlier !== undefined) {
      const said = { ...earlier, costMicros: 0n, replayed: true };
      return { did: { ...said, state: "released", object: null }, said };
    }
    const did = this.#execute(operation);
    const said = stumbles
      ? { ...did, state: "unknown" as const, costMicros: 0n, parsedMicros: null, object: null }
      : did;
    this.#answers.set(idempotencyKey, said);
    return { did, said };
  }

  /** What a look-up says of an intent now. */
  lookUp(id: string | undefined): Answer | null {
    const intent = this.intents.find((one) => one.id === id);
    return intent === undefined ? null : answerOf(intent, "settled");
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
