import type { Movement } from "../../sandbox.ts";
import type { Account } from "./account.ts";
import { type Fields, isFields } from "./reading.ts";
import type { Reply } from "./replies.ts";

/** USD 0.90 for each thousand, as the plans have it: this sandbox's own figure, not the connector's. */
const RECIPIENT_MICROS = 900n;

/** One API call being carried out: who calls, with what, and what it has moved so far. */
export class Call {
  readonly account: Account;
  /** The path's variable segments, decoded, in order. */
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly isPermissive: boolean;
  readonly nowMs = Date.now();
  readonly movements: Movement[] = [];

  constructor(request: {
    account: Account;
    ids: readonly string[];
    query: URLSearchParams;
    body: unknown;
    isPermissive: boolean;
  }) {
    this.account = request.account;
    this.ids = request.ids;
    this.query = request.query;
    this.body = request.body;
    this.isPermissive = request.isPermissive;
  }

  get id(): string {
    return this.ids[0] ?? "";
  }

  get fields(): Fields {
    return isFields(this.body) ? this.body : {};
  }

  /** So many recipients are mailed, or given back what they were counted for. */
  moved(direction: "out" | "back", recipients: number): void {
    if (recipients === 0) return;
    this.movements.push({ direction, currency: "usd", micros: BigInt(recipients) * RECIPIENT_MICROS });
  }
}

export type Handler = (call: Call) => Reply;
