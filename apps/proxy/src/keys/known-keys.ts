import type { ProxyDatabase, VaultKeyRecord } from "@keybrake/database";
import { compileAllowlist } from "@keybrake/policy";
import type { TokenIdentity } from "@keybrake/vault";
import type { Endpoint, Vendor } from "@keybrake/vendors";
import { BoundedMap } from "../bounded-map.ts";

export type FindVendor = (name: string) => Vendor | undefined;

/** A vault key that exists, with what its rules come to. It may be revoked or expired: only the ledger knows. */
export interface KnownKey {
  readonly record: VaultKeyRecord;
  readonly vendor: Vendor;
  /** False when this build knows no such vendor (an older proxy during an upgrade): every call is refused. */
  readonly isServed: boolean;
  allows(endpoint: Endpoint): boolean;
}

const KEYS_MAX = 20_000;

/**
 * Looks vault keys up by the hash of their token. Only what never changes is kept, so a cached key cannot say yes to
 * anything: whether it lives, and what is left of its caps, is asked of the ledger for each call.
 */
export class KnownKeys {
  readonly #database: Pick<ProxyDatabase, "findVaultKey">;
  readonly #findVendor: FindVendor;
  readonly #fallback: Vendor;
  readonly #byHash = new BoundedMap<string, KnownKey>(KEYS_MAX);
  readonly #lookingUp = new Map<string, Promise<KnownKey | null>>();

  /** @param fallback whose error shape is used for keys of a vendor that this build does not know. */
  constructor(database: Pick<ProxyDatabase, "findVaultKey">, findVendor: FindVendor, fallback: Vendor) {
    this.#database = database;
    this.#findVendor = findVendor;
    this.#fallback = fallback;
  }

  cached(identity: TokenIdentity): KnownKey | undefined {
    return this.#byHash.get(identity.hash.toString("latin1"));
  }

  /** @throws when the database cannot be asked. */
  find(identity: TokenIdentity): Promise<KnownKey | null> {
    const hash = identity.hash.toString("latin1");
    let looking = this.#lookingUp.get(hash);
    if (looking === undefined) {
      // A key's first calls often come all at once: they share one look-up.
      looking = this.#lookUp(identity.hash, hash).finally(() => this.#lookingUp.delete(hash));
      this.#lookingUp.set(hash, looking);
    }
    return looking;
  }

  async #lookUp(tokenHash: Buffer, hash: string): Promise<KnownKey | null> {
    const record = await this.#database.findVaultKey(tokenHash);
    if (record === null) return null;
    const key = this.#know(record);
    this.#byHash.set(hash, key);
    return key;
  }

  #know(record: VaultKeyRecord): KnownKey {
    const vendor = this.#findVendor(record.vendor);
    const allowlist = compileAllowlist(record.rules.allowedEndpoints);
    const answers = new Map<Endpoint, boolean>();
    return {
      record,
      vendor: vendor ?? this.#fallback,
      isServed: vendor !== undefined,
      allows(endpoint) {
        let allowed = answers.get(endpoint);
        if (allowed === undefined) {
          allowed = allowlist.allows(endpoint);
          answers.set(endpoint, allowed);
        }
        return allowed;
      },
    };
  }
}
