import type { PersonActivity } from "@keybrake/database";
import { uuidv7 } from "uuidv7";
import type { Session } from "./session.ts";

/** An entry for each organization that the person is in: what changes how they sign in concerns all of them. */
export function activityOf({ memberships }: Pick<Session, "memberships">): PersonActivity {
  return memberships.map(({ organizationId }) => ({ organizationId, activityId: uuidv7() }));
}
