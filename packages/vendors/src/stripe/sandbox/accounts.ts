import { Account } from "./account.ts";

/** Objects and idempotency keys kept over all accounts: the newest half million at least, twice that at most. */
const GENERATION_SIZE = 500_000;
const ACCOUNTS_MAX = 5_000;

/** One account for each API key and connected account; keys do not see each other's objects. */
export class Accounts {
  #accounts = new Map<string, Account>();
  #kept = 0;

  of(apiKey: string, connectedAccount: string): Account {
    const name = `${apiKey} ${connectedAccount}`;
    const known = this.#accounts.get(name);
    if (known !== undefined) return known;
    const fresh = new Account(apiKey.includes("_live_"), { kept: () => this.#count() });
    this.#accounts.set(name, fresh);
    if (this.#accounts.size > ACCOUNTS_MAX) this.#dropOldest();
    return fresh;
  }

  clear(): void {
    this.#accounts = new Map();
    this.#kept = 0;
  }

  #count(): void {
    this.#kept += 1;
    if (this.#kept < GENERATION_SIZE) return;
    this.#kept = 0;
    for (const account of this.#accounts.values()) account.turn();
  }

  #dropOldest(): void {
    const [oldest] = this.#accounts.keys();
    if (oldest !== undefined) this.#accounts.delete(oldest);
  }
}
