import type { Call } from "../call.ts";
import type { Fault } from "../faults.ts";
import type { KnownKey, KnownKeys } from "../keys/known-keys.ts";
import { readKey } from "../keys/read-key.ts";
import type { UnknownKeyLimit } from "../keys/unknown-key-limit.ts";
import type { Load } from "../load.ts";
import type { Flaw } from "../wire/flaw.ts";

/** A call whose key exists. From here on every refusal writes a row. */
export interface Authenticated {
  readonly ok: true;
  readonly call: Call;
  readonly key: KnownKey;
}

/** No key could be recognised, so there is nobody to write a row for: a counter instead. */
export interface TurnedAway {
  readonly ok: false;
  readonly call: Call;
  readonly fault: Fault;
  /** For the counter: why, in one word. */
  readonly reason: string;
  /** Where the request's own form is the better answer. */
  readonly flaw: Flaw | null;
}

export interface Keyring {
  readonly known: KnownKeys;
  readonly unknownLimit: UnknownKeyLimit;
}

/** Token to key, or the one refusal that unknown and malformed keys share. */
export async function authenticate(
  call: Call,
  { keyring, load }: { readonly keyring: Keyring; readonly load: Load },
): Promise<Authenticated | TurnedAway> {
  if (call.keyIsAmbiguous) return turnedAway(call, "key_twice");
  const read = readKey(call);
  if (!read.ok) return turnedAway(call, read.reason);
  const { identity, place, header } = read.key;
  let key = keyring.known.cached(identity);
  if (key === undefined) {
    if (keyring.unknownLimit.isOver(call.clientIp)) {
      return { ok: false, call, fault: "too_many_unknown_keys", reason: "unknown_key_limit", flaw: null };
    }
    const found = await keyring.known.find(identity);
    if (found === "unreachable") return closed(call, "ledger_unreachable");
    if (found === null) {
      keyring.unknownLimit.note(call.clientIp);
      return turnedAway(call, "key_unknown");
    }
    key = found;
  }
  // A vendor's SDK never puts the key anywhere else: this is somebody trying keys out.
  if (!key.vendor.keyPlaces.includes(place)) return turnedAway(call, "key_misplaced");
  if (header !== null && header !== key.vendor.keyHeader) return turnedAway(call, "key_misplaced");
  if (!load.belongs(call, key.record.organizationId)) return closed(call, "overloaded");
  return { ok: true, call, key };
}

/** No call can be taken now, whoever it is from. */
export function closed(call: Call, fault: "overloaded" | "ledger_unreachable"): TurnedAway {
  return { ok: false, call, fault, reason: fault, flaw: null };
}

function turnedAway(call: Call, reason: string): TurnedAway {
  return { ok: false, call, fault: "invalid_key", reason: call.flaw?.reason ?? reason, flaw: call.flaw };
}
