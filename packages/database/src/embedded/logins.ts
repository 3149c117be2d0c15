import pg from "pg";
import type { DatabaseRole } from "../connection.ts";
import { loginUrl, type PostgresLogin, type PostgresState } from "./state-file.ts";

/** Where each kind of process connects, with the rights of its role. */
export interface RoleUrls {
  readonly appUrl: string;
  readonly proxyUrl: string;
  readonly operatorUrl: string;
}

/** Makes the login that owns the database, and the database. Repeating it changes nothing. */
export async function createOwnerAndDatabase(state: PostgresState): Promise<void> {
  await withClient(loginUrl(state, "postgres", "postgres"), async (client) => {
    const { rows } = await client.query<{ role: boolean; database: boolean }>(
      `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'keybrake_owner') AS role,
              EXISTS (SELECT FROM pg_database WHERE datname = 'keybrake') AS database`,
    );
    if (!rows[0]?.role) await client.query("CREATE ROLE keybrake_owner CREATEROLE");
    await setPassword(client, state, "keybrake_owner");
    if (!rows[0]?.database) await client.query("CREATE DATABASE keybrake OWNER keybrake_owner");
  });
}

/** Lets the roles that the migrations made log in. */
export async function openRoleLogins(state: PostgresState): Promise<RoleUrls> {
  const roles: readonly DatabaseRole[] = ["keybrake_app", "keybrake_proxy", "keybrake_operator"];
  await withClient(loginUrl(state, "postgres"), async (client) => {
    for (const role of roles) await setPassword(client, state, role);
  });
  return {
    appUrl: loginUrl(state, "keybrake_app"),
    proxyUrl: loginUrl(state, "keybrake_proxy"),
    operatorUrl: loginUrl(state, "keybrake_operator"),
  };
}

/** ALTER ROLE takes no parameters. */
async function setPassword(client: pg.Client, state: PostgresState, login: PostgresLogin): Promise<void> {
  await client.query(`ALTER ROLE ${login} LOGIN PASSWORD ${pg.escapeLiteral(state.passwords[login])}`);
}

async function withClient(
  connectionString: string,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
