import * as db from "@keybrake/database";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { displayName } from "../fields/text.ts";
import { timeZone } from "../fields/time-zone.ts";
import { inputErrors } from "../input-errors.ts";
import { done, invalid, invalidField, notFound, type Result, refuse } from "../problems.ts";
import { readSecret } from "./secret.ts";
import type { SessionToken } from "./session.ts";
import { renewSession, signedOut } from "./sessions.ts";

const schema = z.object({ name: displayName(100), zone: timeZone.default("UTC") });

/** Moves a session to another organization of its person, under a new token. One of others is not there. */
export async function switchOrganization(
  database: db.AppDatabase,
  token: string,
  organizationId: string,
): Promise<Result<SessionToken>> {
  if (!z.uuid().safeParse(organizationId).success) return notFound();
  const renewed = await renewSession(database, token, organizationId);
  return renewed === null ? notFound() : done(renewed);
}

/** Makes an organization, which the person of the session owns, and moves the session there under a new token. */
export async function createOrganization(
  database: db.AppDatabase,
  token: string,
  input: z.input<typeof schema>,
): Promise<Result<SessionToken & { readonly organizationId: string }>> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) return invalid(inputErrors(parsed.error));
  const { name, zone } = parsed.data;
  const hash = readSecret(token);
  if (hash === null) return signedOut();
  const organization = { id: uuidv7(), name, zone, activityIds: [uuidv7(), uuidv7()] as const };
  switch (await db.createOrganization(database, hash, organization)) {
    case "absent":
      return signedOut();
    case "zone_unknown":
      return invalidField("zone", "Write the name of a time zone, such as Europe/Berlin.");
    case "too_many":
      return refuse("too_many_organizations", "You own 50 organizations, as many as anybody may.");
    case "created": {
      const renewed = await renewSession(database, token, organization.id);
      return renewed === null ? signedOut() : done({ ...renewed, organizationId: organization.id });
    }
  }
}
