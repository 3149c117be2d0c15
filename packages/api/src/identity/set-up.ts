import * as db from "@keybrake/database";
import { hashPassword, refusePassword } from "@keybrake/vault/password";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { emailAddress } from "../fields/email.ts";
import { displayName } from "../fields/text.ts";
import { timeZone } from "../fields/time-zone.ts";
import { inputErrors } from "../input-errors.ts";
import { done, invalid, invalidField, type Result, refuse } from "../problems.ts";
import type { Client, SessionToken } from "./session.ts";
import { createSession } from "./sessions.ts";
import { throttled } from "./throttle.ts";

const schema = z.object({
  code: z.string().max(100),
  organization_name: displayName(100),
  zone: timeZone.default("UTC"),
  name: displayName(100),
  email: emailAddress,
  password: z.string().max(1024),
});

/** Whether the first person is still to come. */
export function isSetUpOpen(database: db.AppDatabase): Promise<boolean> {
  return db.isSetUpOpen(database);
}

/**
 * Makes the first person and their organization, and signs them in. Takes the code that the start printed; a wrong code
 * and an installation that somebody has set up already get one answer.
 */
export async function setUp(
  database: db.AppDatabase,
  input: z.input<typeof schema> & Client,
): Promise<Result<SessionToken>> {
  const { clientIp, userAgent, ...fields } = input;
  const parsed = schema.safeParse(fields);
  if (!parsed.success) return invalid(inputErrors(parsed.error));
  const { code, organization_name: organization, zone, name, email, password } = parsed.data;
  const weakness = refusePassword(password, email);
  if (weakness !== null) return invalidField("password", weakness);
  return throttled(database, { email: `set-up ${clientIp}`, clientIp }, async () => {
    // Before the password is hashed: that is work, which a stranger could order.
    if (!(await db.checkSetUpCode(database, code))) return refused();
    const userId = uuidv7();
    const outcome = await db.setUp(database, code, {
      organization: { id: uuidv7(), name: organization, zone, activityIds: [uuidv7(), uuidv7()] },
      user: { id: userId, email, name, passwordHash: await hashPassword(password) },
    });
    switch (outcome) {
      case "done":
        return done(await createSession(database, { userId, clientIp, userAgent }));
      case "refused":
        return refused();
      case "zone_unknown":
        return invalidField("zone", "Write the name of a time zone, such as Europe/Berlin.");
    }
  });
}

function refused() {
  return refuse(
    "set_up_refused",
    "This code is not valid: npm start prints the one that is, until somebody is here.",
  );
}
