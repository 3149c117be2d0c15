import { migrate } from "@keybrake/database/migrate";
import { createOrganizationWithOwner } from "@keybrake/database/owner";
import { mintToken } from "@keybrake/vault";
import { hashPassword, verifyPassword } from "@keybrake/vault/password";
import { type Command, done, misused } from "./command.ts";
import { readInitOptions } from "./init-options.ts";

/** Everything that a service token can be allowed: whoever sets Keybrake up narrows it later. */
const ALL_SCOPES = ["keys:issue", "keys:revoke", "read", "credentials:write", "unknown:resolve"];

export const init: Command = {
  summary: "makes an organization, its owner and a service token",
  usage: `keybrake init --organization NAME --owner-email ADDRESS --owner-password PASSWORD [--zone ZONE]

Prints one JSON object: {"organization_id": …, "service_token": …}. The token is shown this once.
ZONE decides when an organization's day begins; it is UTC unless given. An address that somebody has
already owns the new organization too, if the password is theirs.`,
  async run(args, env) {
    const read = readInitOptions(args);
    if (!read.ok) return misused(read.message);
    const { organization, ownerEmail, ownerPassword, zone } = read.options;
    await migrate(env.databaseUrl);
    const { token, hash, last4 } = mintToken("service_token");
    const created = await createOrganizationWithOwner(env.databaseUrl, {
      name: organization,
      zone,
      owner: {
        email: ownerEmail,
        passwordHash: await hashPassword(ownerPassword),
        confirm: (storedHash) => verifyPassword(storedHash, ownerPassword),
      },
      serviceToken: { label: "init", scopes: ALL_SCOPES, hash, last4 },
    });
    if (created.ok) {
      return done(`${JSON.stringify({ organization_id: created.organizationId, service_token: token })}\n`);
    }
    switch (created.code) {
      case "zone_unknown":
        return misused(
          "--zone is not a time zone that Postgres knows, such as Europe/Berlin (case matters).",
        );
      case "password_wrong":
        return misused("Somebody has that e-mail address already, and the password is not theirs.");
    }
  },
};
