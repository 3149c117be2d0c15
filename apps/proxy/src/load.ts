import type { Call } from "./call.ts";

const CALLS_MAX = 4_000;
/** Half of the room: an organization whose vendor hangs fills its own share, and the others go on. */
const CALLS_OF_ORGANIZATION_MAX = 2_000;

/** The calls that this process has in hand. */
export class Load {
  /** Whose each is, once that is known. */
  readonly #calls = new Map<Call, string | null>();
  readonly #byOrganization = new Map<string, number>();
  #isDraining = false;

  get calls(): number {
    return this.#calls.size;
  }

  get isFull(): boolean {
    return this.#calls.size > CALLS_MAX;
  }

  get isDraining(): boolean {
    return this.#isDraining;
  }

  enter(call: Call): void {
    this.#calls.set(call, null);
    if (this.#isDraining) call.connection.markLastAnswer();
  }

  /** Counts a call as an organization's; false when that has as many in hand as it may. */
  belongs(call: Call, organizationId: string): boolean {
    const calls = this.#byOrganization.get(organizationId) ?? 0;
    if (calls >= CALLS_OF_ORGANIZATION_MAX) return false;
    this.#byOrganization.set(organizationId, calls + 1);
    this.#calls.set(call, organizationId);
    return true;
  }

  leave(call: Call): void {
    const organizationId = this.#calls.get(call) ?? null;
    this.#calls.delete(call);
    if (organizationId === null) return;
    const left = (this.#byOrganization.get(organizationId) ?? 0) - 1;
    if (left > 0) this.#byOrganization.set(organizationId, left);
    else this.#byOrganization.delete(organizationId);
  }

  /** This process is to end: the answers to the calls in hand close their connections. */
  drain(): void {
    this.#isDraining = true;
    for (const call of this.#calls.keys()) call.connection.markLastAnswer();
  }
}
