import type { LiveFeed } from "@keybrake/database";
import { isAtLeast, type Role } from "../access.ts";
import type { OperationContext, Platform } from "../context.ts";
import { done, type Result, refuse } from "../problems.ts";

/** Who is signed in, and where they are at work; read anew for every request. */
export interface SignedIn {
  readonly sessionId: string;
  readonly userId: string;
  /** The organization that the session is in, and the person's role in it at this moment; null: in none. */
  readonly organization: { readonly id: string; readonly role: Role } | null;
}

export interface Caller {
  readonly platform: Platform;
  readonly live: Pick<LiveFeed, "subscribe">;
  readonly signedIn: SignedIn | null;
  /** False where the browser says that another site made the request. */
  readonly isSameOrigin: boolean;
  /** Reads the session anew, for what goes on for long: whether it is still there and in that organization. */
  readonly isStillIn: (organizationId: string) => Promise<boolean>;
}

interface ContextSource extends Pick<Caller, "signedIn"> {
  readonly platform: Pick<Platform, "database" | "sealingKey" | "publicProxyUrl">;
}

/** What an operation runs with, for a person; or why not. The organization is the session's, never the input's. */
export function contextFor(
  { platform, signedIn }: ContextSource,
  operation: { readonly access: { readonly role: Role } },
): Result<OperationContext> {
  if (signedIn === null) return refuse("signed_out", "Sign in to go on.");
  const { organization, userId, sessionId } = signedIn;
  if (organization === null) return refuse("no_organization", "Choose an organization, or make one.");
  if (!isAtLeast(organization.role, operation.access.role)) {
    return refuse(
      "missing_role",
      `This takes the role ${operation.access.role}; yours is ${organization.role}.`,
    );
  }
  return done({
    database: platform.database,
    sealingKey: platform.sealingKey,
    publicProxyUrl: platform.publicProxyUrl,
    organizationId: organization.id,
    actor: `user:${userId}`,
    idempotencyHash: null,
    person: { userId, role: organization.role, sessionId },
  });
}
