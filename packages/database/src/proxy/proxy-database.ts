import type { Ledger } from "@keybrake/ledger";
import type { KeyRules } from "@keybrake/policy";

/** What the proxy knows of a key before it asks the ledger: only what never changes, so it may be cached. */
export interface VaultKeyRecord {
  readonly organizationId: string;
  readonly vaultKeyId: string;
  readonly vendor: string;
  readonly credentialId: string;
  readonly agentName: string;
  readonly agentRunId: string;
  readonly keyLabel: string;
  readonly rules: KeyRules;
}

/** A credential as stored: only a holder of the sealing private key can open `sealed`. */
export interface SealedCredential {
  readonly organizationId: string;
  readonly credentialId: string;
  readonly version: number;
  readonly vendor: string;
  /** Part of the associated data: re-pointing a vendor at another origin demands the secret again. */
  readonly origin: string;
  readonly attachment: string;
  readonly mode: "live" | "test" | "sandbox";
  readonly sealingKeyId: string;
  readonly sealed: Buffer;
  readonly disabled: boolean;
  /** Micro-dollars by item, where they differ from what is shipped. */
  readonly prices: ReadonlyMap<string, bigint>;
}

/** A call that is accrued or unknown. */
export interface OpenCallRecord {
  readonly organizationId: string;
  readonly callId: string;
  readonly vaultKeyId: string;
  readonly credentialId: string;
  readonly vendor: string;
  readonly endpoint: string;
  readonly path: string;
  readonly state: "accrued" | "unknown";
  readonly heldMicros: bigint;
  readonly transactionId: string | null;
  readonly request: Readonly<Record<string, unknown>>;
  readonly calledAt: Date;
}

/** A credential whose vendor publishes what it charges. */
export interface PriceListRecord {
  readonly organizationId: string;
  readonly credentialId: string;
  readonly vendor: string;
}

/** What a key's own holder may ask about it (`GET /_keybrake/self`). */
export interface KeyStanding {
  readonly state: "active" | "expired" | "revoked";
  readonly expiresAt: Date;
  readonly callCapMicros: bigint | null;
  readonly dailyCapMicros: bigint | null;
  readonly runCapMicros: bigint | null;
  readonly maxCalls: number | null;
  readonly dayLeftMicros: bigint | null;
  readonly runLeftMicros: bigint | null;
  readonly callsLeft: number | null;
  readonly resetsAt: Date;
}

/** Background work that one process does for all. */
export interface KeeperJob {
  readonly kind: string;
  readonly everySeconds: number;
}

/** Everything the proxy may do in Postgres: the functions granted to its role, nothing else. */
export interface ProxyDatabase {
  readonly ledger: Ledger;
  /** By SHA-256 of the token; null when no such vault key exists. */
  findVaultKey(tokenHash: Buffer): Promise<VaultKeyRecord | null>;
  findCredential(organizationId: string, credentialId: string): Promise<SealedCredential | null>;
  keyStanding(organizationId: string, vaultKeyId: string): Promise<KeyStanding | null>;
  /** @throws when Postgres is out of reach, the schema is missing, or a durability setting is off. */
  checkReady(): Promise<void>;
  /** Beats this instance's heart; registers anew (under a new id) when it had been declared dead. */
  heartbeat(): Promise<void>;
  /** Turns the open holds of dead instances into `unknown`; returns how many. Run by the elected keeper. */
  reapDeadInstances(): Promise<number>;
  /** Releases holds of this instance that it does not know (an ambiguous commit that did happen); returns how many. */
  sweepUnknownHolds(): Promise<number>;
  /** Makes the call table's partitions three months ahead. */
  ensurePartitions(): Promise<void>;
  /** Runs `work` if the job is due and this process gets its advisory lock; false otherwise. */
  asKeeper(job: KeeperJob, work: () => Promise<void>): Promise<boolean>;
  /** Deletes what retries can no longer attach to; returns how many. */
  forgetRetryAnchors(): Promise<number>;
  /** Notes that credentials were used, at most once a minute each. */
  touchCredentials(used: readonly { organizationId: string; credentialId: string }[]): Promise<void>;
  /** Calls of these vendors whose end is not known, by id, after the one given. */
  openCalls(asked: {
    readonly vendors: readonly string[];
    readonly olderThanMs: number;
    readonly after: string | null;
    readonly limit: number;
  }): Promise<readonly OpenCallRecord[]>;
  /** Credentials of these vendors whose prices were not fetched for that long, the longest first. */
  stalePriceLists(asked: {
    readonly vendors: readonly string[];
    readonly olderThanMs: number;
    readonly limit: number;
  }): Promise<readonly PriceListRecord[]>;
  /** Takes what the vendor's price list says; what a person edited stays. */
  notePriceList(
    list: PriceListRecord,
    fetched: { readonly prices: ReadonlyMap<string, bigint>; readonly error: string | null },
  ): Promise<void>;
  /** Calls back with a vault key's id as soon as its revocation is committed (NOTIFY, with a poll behind it). */
  onRevoked(listener: (revoked: { organizationId: string; vaultKeyId: string }) => void): void;
  /** Marks this instance as stopped and ends every connection; call it after the last settlement. */
  close(): Promise<void>;
}

export interface ProxyDatabaseOptions {
  readonly connectionString: string;
  /** Milliseconds that a statement of the hot path may wait for its connection and answer; 1000 at most. */
  readonly timeoutMs: number;
  /** False (Citus): a batch never mixes organizations. */
  readonly mixOrganizations: boolean;
  readonly onError: (error: Error) => void;
}
