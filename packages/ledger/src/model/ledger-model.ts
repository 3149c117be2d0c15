import type { LedgerRow } from "@keybrake/policy";
import type { CallToHold, HoldResult, Settlement } from "../port.ts";
import { complete } from "./counters.ts";
import { hold } from "./hold.ts";
import { settle } from "./settle.ts";
import { type ModelCall, ModelState, mustFind } from "./state.ts";

export type { CallState, ModelCall } from "./state.ts";

/** A call whose commit is in doubt. */
export interface CallToVoid {
  readonly callId: string;
  readonly organizationId: string;
  readonly vaultKeyId: string;
  readonly credentialId: string;
}

/**
 * The whole ledger in memory, one call after another: what the SQL must come to under its locks. Tests hold the two
 * side by side; nothing else may import it, since it forgets everything.
 */
export class LedgerModel {
  readonly #state = new ModelState();

  /** @throws {Error} on a key without a daily and a run cap: its money would have no bound. */
  addKey(key: { readonly organizationId: string; readonly vaultKeyId: string }, row: LedgerRow): void {
    if (row.dailyCapMicros === null && row.runCapMicros === null) {
      throw new Error("a vault key has a daily cap or a run cap");
    }
    this.#state.keys.set(`${key.organizationId}/${key.vaultKeyId}`, row);
  }

  hold(
    call: CallToHold,
    at: { readonly now: Date; readonly instanceId: string | null },
  ): Omit<HoldResult, "sentAt"> {
    return hold(this.#state, call, at);
  }

  settle(settlement: Settlement): void {
    settle(this.#state, settlement);
  }

  /** Revoked once stays revoked since then. */
  revoke(organizationId: string, vaultKeyId: string, now: Date): void {
    const name = `${organizationId}/${vaultKeyId}`;
    const row = mustFind(this.#state.keys, name);
    if (row.revokedAt === null) this.#state.keys.set(name, { ...row, revokedAt: now });
  }

  /** Gives back calls that were never sent, and takes the place of those whose commit could still turn up. */
  void(calls: readonly CallToVoid[]): void {
    for (const { callId, organizationId, vaultKeyId, credentialId } of calls) {
      const name = `${organizationId}/${callId}`;
      const known = this.#state.calls.get(name);
      if (known !== undefined) {
        if (known.state === "held") settle(this.#state, voided({ callId, organizationId, vaultKeyId }));
        continue;
      }
      this.#state.calls.set(name, {
        id: callId,
        organizationId,
        vaultKeyId,
        credentialId,
        instanceId: null,
        verdict: "allowed",
        attachedTo: null,
        state: "released",
        heldMicros: 0n,
        costMicros: 0n,
        windowDay: mustFind(this.#state.keys, `${organizationId}/${vaultKeyId}`).windowDay,
        openAttempts: 0,
        releasePending: false,
        objectId: null,
      });
    }
  }

  /** A proxy died: whether its open holds were sent is not known, and their amounts stay counted. */
  reap(instanceId: string): void {
    for (const call of this.#state.calls.values()) {
      if (call.instanceId === instanceId && call.state === "held")
        complete(this.#state, call, { state: "unknown" });
    }
  }

  /** A key's row, for comparison. */
  key(organizationId: string, vaultKeyId: string): LedgerRow {
    return mustFind(this.#state.keys, `${organizationId}/${vaultKeyId}`);
  }

  /** A copy of every call's row, in the order of their holds. */
  calls(): readonly Readonly<ModelCall>[] {
    return [...this.#state.calls.values()].map((call) => ({ ...call }));
  }

  /** What is counted for an object, 0 for one that no answer has named. */
  countedMicros(organizationId: string, credentialId: string, objectId: string): bigint {
    return this.#state.objects.get(`${organizationId}/${credentialId}/${objectId}`)?.countedMicros ?? 0n;
  }
}

function voided(call: Pick<Settlement, "callId" | "organizationId" | "vaultKeyId">): Settlement {
  return {
    ...call,
    state: "released",
    costMicros: 0n,
    parsedMicros: null,
    statusCode: null,
    transactionId: null,
    vendorRequestId: null,
    latencyMs: 0,
    replayed: false,
    object: null,
  };
}
