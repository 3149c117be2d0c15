import type pg from "pg";
import { uuidv7 } from "uuidv7";
import { withOwner } from "./owner-connection.ts";

export interface OrganizationToCreate {
  /** 1 to 100 characters; need not be unique, ids are. */
  readonly name: string;
  /** A name of Postgres's own list, such as `Europe/Berlin`. */
  readonly zone: string;
  readonly owner: {
    /** In lower case. */
    readonly email: string;
    /** PHC string, stored if nobody has that address yet. */
    readonly passwordHash: string;
    /** Asked if somebody has: only who knows the person's password may make an organization in that person's name. */
    readonly confirm: (storedHash: string | null) => Promise<boolean>;
  };
  readonly serviceToken: {
    readonly label: string;
    readonly scopes: readonly string[];
    /** SHA-256 of the token. */
    readonly hash: Buffer;
    readonly last4: string;
  };
}

export type CreateOrganizationResult =
  | { readonly ok: true; readonly organizationId: string; readonly ownerId: string }
  | { readonly ok: false; readonly code: "zone_unknown" | "password_wrong" };

/** Makes an organization, its first owner and a service token in one transaction; a refusal leaves nothing behind. */
export async function createOrganizationWithOwner(
  databaseUrl: string,
  organization: OrganizationToCreate,
): Promise<CreateOrganizationResult> {
  return withOwner(databaseUrl, async (client) => {
    await client.query("BEGIN");
    const result = await create(client, organization);
    await client.query(result.ok ? "COMMIT" : "ROLLBACK");
    return result;
  });
}

async function create(client: pg.ClientBase, input: OrganizationToCreate): Promise<CreateOrganizationResult> {
  const { rowCount } = await client.query("SELECT FROM pg_timezone_names WHERE name = $1", [input.zone]);
  if (rowCount === 0) return { ok: false, code: "zone_unknown" };
  const ownerId = await findOrCreateUser(client, input.owner);
  if (ownerId === null) return { ok: false, code: "password_wrong" };

  const organizationId = uuidv7();
  const { name, zone } = input;
  await client.query("INSERT INTO organization (id, name, zone) VALUES ($1, $2, $3)", [
    organizationId,
    name,
    zone,
  ]);
  await client.query("INSERT INTO member (organization_id, user_id, role) VALUES ($1, $2, 'owner')", [
    organizationId,
    ownerId,
  ]);
  const tokenId = await insertServiceToken(client, organizationId, input.serviceToken);
  const { label, scopes } = input.serviceToken;
  const did = [
    ["organizations.create", `organization:${organizationId}`, { name, zone }],
    ["members.add", `user:${ownerId}`, { role: "owner" }],
    ["service-tokens.create", `service_token:${tokenId}`, { label, scopes }],
  ] as const;
  for (const [action, subject, detail] of did) {
    await client.query(
      "INSERT INTO activity (organization_id, id, actor, action, subject, detail) VALUES ($1, $2, 'command', $3, $4, $5)",
      [organizationId, uuidv7(), action, subject, JSON.stringify(detail)],
    );
  }
  return { ok: true, organizationId, ownerId };
}

async function findOrCreateUser(
  client: pg.ClientBase,
  owner: OrganizationToCreate["owner"],
): Promise<string | null> {
  const id = uuidv7();
  // A second command for the same new address waits here for the first, and then finds the person.
  const { rowCount } = await client.query(
    "INSERT INTO app_user (id, email, password_hash) VALUES ($1, $2, $3) ON CONFLICT (email) DO NOTHING",
    [id, owner.email, owner.passwordHash],
  );
  if (rowCount === 1) return id;
  const { rows } = await client.query<{ id: string; password_hash: string | null }>(
    "SELECT id, password_hash FROM app_user WHERE email = $1",
    [owner.email],
  );
  const [user] = rows;
  return user !== undefined && (await owner.confirm(user.password_hash)) ? user.id : null;
}

async function insertServiceToken(
  client: pg.ClientBase,
  organizationId: string,
  token: OrganizationToCreate["serviceToken"],
): Promise<string> {
  const id = uuidv7();
  await client.query(
    "INSERT INTO service_token (organization_id, id, label, scopes, last4) VALUES ($1, $2, $3, $4, $5)",
    [organizationId, id, token.label, token.scopes, token.last4],
  );
  await client.query(
    "INSERT INTO token_lookup (token_hash, kind, organization_id, subject_id) VALUES ($1, 'service_token', $2, $3)",
    [token.hash, organizationId, id],
  );
  return id;
}
