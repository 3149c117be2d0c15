import type { KeyStanding, ProxyDatabase } from "@keybrake/database";
import { denialSentence, formatUsd } from "@keybrake/policy";
import { BoundedMap } from "../bounded-map.ts";
import type { Call } from "../call.ts";
import { faultAnswer } from "../faults.ts";
import type { Authenticated } from "../steps/authenticate.ts";
import { sendAnswer } from "../wire/answer.ts";
import { TokenBucket } from "./token-bucket.ts";

const KEYS_MAX = 20_000;
const PER_SECOND = 10;

/** A key's holder asks what the key may do and what is left: `GET /_keybrake/self`. */
export class SelfDesk {
  readonly #database: Pick<ProxyDatabase, "keyStanding">;
  readonly #byKey = new BoundedMap<string, TokenBucket>(KEYS_MAX);

  constructor(database: Pick<ProxyDatabase, "keyStanding">) {
    this.#database = database;
  }

  isAskedBy({ method, path, flaw }: Call): boolean {
    return path === "/_keybrake/self" && method === "GET" && flaw === null;
  }

  /** Writes no row: nothing is done with the key, and its holder learns nothing that a call would not tell. */
  async answer({ call, key }: Authenticated): Promise<void> {
    const { record, vendor } = key;
    if (!this.#bucketOf(record.vaultKeyId).take())
      return sendAnswer(call, faultAnswer(vendor, "asked_too_often", call.path));
    let standing: KeyStanding | null;
    try {
      standing = await this.#database.keyStanding(record.organizationId, record.vaultKeyId);
    } catch {
      return sendAnswer(call, faultAnswer(vendor, "ledger_unreachable", call.path));
    }
    if (standing === null) return sendAnswer(call, faultAnswer(vendor, "invalid_key", call.path));
    if (standing.state !== "active") {
      const code = standing.state === "revoked" ? "denied_revoked" : "denied_expired";
      const message = denialSentence({
        verdict: code,
        endpoint: "GET /_keybrake/self",
        vendor: vendor.name,
        allowedEndpoints: record.rules.allowedEndpoints,
        detail: null,
        standing: { ...standing, neededMicros: 0n },
      });
      return sendAnswer(call, vendor.deny({ status: 401, code, message, path: call.path }));
    }
    const body = JSON.stringify({
      vendor: record.vendor,
      agent_run_id: record.agentRunId,
      expires_at: standing.expiresAt.toISOString(),
      allowed_endpoints: record.rules.allowedEndpoints,
      ...standingOf(standing),
    });
    return sendAnswer(call, {
      status: 200,
      reason: "OK",
      headers: { "content-type": "application/json" },
      body,
    });
  }

  #bucketOf(vaultKeyId: string): TokenBucket {
    let bucket = this.#byKey.get(vaultKeyId);
    if (bucket === undefined) {
      bucket = new TokenBucket(PER_SECOND, PER_SECOND);
      this.#byKey.set(vaultKeyId, bucket);
    }
    return bucket;
  }
}

function standingOf(standing: KeyStanding) {
  return {
    caps: {
      call_usd_cap: usd(standing.callCapMicros),
      daily_usd_cap: usd(standing.dailyCapMicros),
      run_usd_cap: usd(standing.runCapMicros),
      max_calls: standing.maxCalls,
    },
    left: {
      daily_usd: usd(standing.dayLeftMicros),
      run_usd: usd(standing.runLeftMicros),
      calls: standing.callsLeft,
    },
    resets_at: standing.resetsAt.toISOString(),
  };
}

function usd(micros: bigint | null): string | null {
  return micros === null ? null : formatUsd(micros);
}
