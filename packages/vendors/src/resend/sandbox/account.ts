import { IdempotencyKeys } from "./idempotency.ts";
import { Rows } from "./rows.ts";

export interface EmailRow {
  readonly id: string;
  readonly createdAtMs: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly subject: string;
  readonly html: string | null;
  readonly text: string | null;
  /** How many this sandbox counted, however they were written. */
  readonly recipients: number;
  readonly scheduledAtMs: number | null;
  readonly isCanceled: boolean;
}

export interface ContactRow {
  readonly id: string;
  readonly createdAtMs: number;
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly isUnsubscribed: boolean;
  readonly segmentIds: readonly string[];
}

export interface SegmentRow {
  readonly id: string;
  readonly createdAtMs: number;
  readonly name: string;
}

export interface BroadcastRow {
  readonly id: string;
  readonly createdAtMs: number;
  readonly name: string;
  readonly segmentId: string | null;
  readonly status: "draft" | "queued" | "sent";
  readonly scheduledAtMs: number | null;
  readonly recipients: number;
}

/** What one API key sees: its own objects and idempotency keys. */
export class Account {
  readonly keys = new IdempotencyKeys();
  readonly emails = new Rows<EmailRow>();
  readonly contacts = new Rows<ContactRow>();
  readonly segments = new Rows<SegmentRow>();
  readonly broadcasts = new Rows<BroadcastRow>();
}

const ACCOUNTS_MAX = 1_000;

export class Accounts {
  #accounts = new Map<string, Account>();

  of(apiKey: string): Account {
    const known = this.#accounts.get(apiKey);
    if (known !== undefined) return known;
    const fresh = new Account();
    this.#accounts.set(apiKey, fresh);
    const [oldest] = this.#accounts.keys();
    if (this.#accounts.size > ACCOUNTS_MAX && oldest !== undefined) this.#accounts.delete(oldest);
    return fresh;
  }

  clear(): void {
    this.#accounts = new Map();
  }
}
