import type { AppDatabase } from "@keybrake/database";
import type { SealingPublicKey } from "@keybrake/vault";
import type { Role } from "./access.ts";

/** What the control plane runs on: one a process. */
export interface Platform {
  readonly database: AppDatabase;
  /** Credentials are sealed to it; nothing here can open one. */
  readonly sealingKey: SealingPublicKey;
  /** Where agents reach the proxy, as shown to people: no slash at the end. */
  readonly publicProxyUrl: string;
  /** Hears of faults; the caller is told only `faultId`. */
  readonly onFault: (fault: {
    readonly faultId: string;
    readonly operation: string;
    readonly cause: unknown;
  }) => void;
}

/** A person behind a session, with the role that the database gave for this very request. */
export interface Person {
  readonly userId: string;
  readonly role: Role;
  readonly sessionId: string;
}

/** Who is acting, for one request. The organization comes from the token or session, never from the input. */
export interface OperationContext extends Pick<Platform, "database" | "sealingKey" | "publicProxyUrl"> {
  readonly organizationId: string;
  /** As the activity log names it: `service_token:<id>` or `user:<id>`. */
  readonly actor: string;
  /** Null for a service token. */
  readonly person: Person | null;
  /** Of the request's Idempotency-Key, where it had one. */
  readonly idempotencyHash: Buffer | null;
}
