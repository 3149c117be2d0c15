import type { ProxyDatabase, VaultKeyRecord } from "@keybrake/database";
import { compileAllowlist } from "@keybrake/policy";
import type { TokenIdentity } from "@keybrake/vault";
import type { Endpoint, Vendor } from "@keybrake/vendors";
import { BoundedMap } from "../bounded-map.ts";
import { CustomVendors } from "./custom-vendors.ts";

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

export interface KnownKeysOptions {
  readonly database: Pick<ProxyDatabase, "findVaultKey">;
  readonly findVendor: FindVendor;
  /** Whose error shape is used for keys of a vendor that this build does not know. */
  readonly fallbackVendor: Vendor;
  readonly onError: (error: unknown) => void;
}

/**
 * Looks vault keys up by the hash of their token. Only what never changes is kept, so a cached key cannot say yes to
 * anything: whether it lives, and what is left of its caps, is asked of the ledger for each call.
 */
export class KnownKeys {
  readonly #options: KnownKeysOptions;
  readonly #byHash = new BoundedMap<string, KnownKey>(KEYS_MAX);
  readonly #customVendors = new CustomVendors();
  readonly #lookingUp = new Map<string, Promise<KnownKey | null | "unreachable">>();

  constructor(options: KnownKeysOptions) {
    this.#options = options;
  }

  cached(identity: TokenIdentity): KnownKey | undefined {
    return this.#byHash.get(identity.hash.toString("latin1"));
  }

  /** Null when there is no such key; `unreachable` also when its rules cannot be read: nothing is known of it then. */
  find(identity: TokenIdentity): Promise<KnownKey | null | "unreachable"> {
    const hash = identity.hash.toString("latin1");
    let looking = this.#lookingUp.get(hash);
    if (looking === undefined) {
      // A key's first calls often come all at once: they share one look-up.
      looking = this.#lookUp(identity.hash, hash).finally(() => this.#lookingUp.delete(hash));
      this.#lookingUp.set(hash, looking);
    }
    return looking;
  }

  async #lookUp(tokenHash: Buffer, hash: string): Promise<KnownKey | null | "unreachable"> {
    try {
      const record = await this.#options.database.findVaultKey(tokenHash);
      if (record === null) return null;
      const key = this.#know(record);
      this.#byHash.set(hash, key);
      return key;
    } catch (error) {
      this.#options.onError(error);
      return "unreachable";
    }
  }

  #know(found: VaultKeyRecord): KnownKey {
    const { customVendor, ...rules } = found.rules;
    // The definition is kept once, in its vendor, for all keys that pin the same one.
    const record = { ...found, rules };
    const vendor =
      customVendor === undefined
        ? this.#options.findVendor(record.vendor)
        : this.#customVendors.of(record, customVendor);
    const allowlist = compileAllowlist(record.rules.allowedEndpoints);
    const answers = new Map<Endpoint, boolean>();
    return {
      record,
      vendor: vendor ?? this.#options.fallbackVendor,
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
