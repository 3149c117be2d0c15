import { findServiceToken, type ServiceTokenRecord } from "@keybrake/database";
import { readToken } from "@keybrake/vault";
import type { Scope } from "../access.ts";
import type { Platform } from "../context.ts";
import { done, type Result, refuse } from "../problems.ts";

/** One answer for a missing, malformed, unknown and revoked token, so that guessing learns nothing. */
export async function authenticate(
  platform: Platform,
  headers: Headers,
): Promise<Result<ServiceTokenRecord>> {
  const token = readToken(bearerOf(headers.get("authorization")));
  if (token?.kind === "service_token") {
    const record = await findServiceToken(platform.database, token.hash);
    if (record !== null) return done(record);
  }
  return refuse("unauthorized", "Send a service token that is not revoked, as Authorization: Bearer kbt_….");
}

export function demandScope(token: ServiceTokenRecord, scope: Scope): Result<undefined> {
  if (token.scopes.includes(scope)) return done(undefined);
  return refuse("missing_scope", `This service token does not have the scope ${scope}.`);
}

function bearerOf(header: string | null): string {
  return /^bearer +([^ ]+) *$/i.exec(header ?? "")?.[1] ?? "";
}
