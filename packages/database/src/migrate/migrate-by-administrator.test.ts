import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DatabaseRole, roleUrl } from "../connection.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../embedded/embedded-postgres.ts";
import { migrate } from "./migrate.ts";

// A server of its own: roles belong to the whole server, and here none may be there yet.
let dataFolder: string;
let server: EmbeddedPostgres;

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), "keybrake-administrator-"));
  server = await startEmbeddedPostgres(dataFolder);
}, 60_000);

afterAll(async () => {
  await server.stop();
  await rm(server.clusterFolder, { recursive: true, force: true });
  await rm(dataFolder, { recursive: true, force: true });
});

async function query(connectionString: string, ...statements: string[]): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    let rows: unknown[] = [];
    for (const statement of statements) rows = (await client.query(statement)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

test("a login that may create roles but is no superuser, as managed Postgres gives, migrates and takes on each role", async () => {
  const superuser = new URL(server.superuserUrl);
  superuser.pathname = "/postgres";
  await query(
    superuser.href,
    "DROP DATABASE keybrake",
    "DROP ROLE keybrake_owner",
    "CREATE ROLE administrator LOGIN CREATEROLE PASSWORD 'x'",
    "CREATE DATABASE keybrake OWNER administrator",
  );
  const url = new URL(server.ownerUrl);
  url.username = "administrator";
  url.password = "x";
  expect((await migrate(url.href)).length).toBeGreaterThan(0);
  const roles: DatabaseRole[] = ["keybrake_app", "keybrake_proxy", "keybrake_operator"];
  for (const role of roles) {
    expect(await query(roleUrl(url.href, role), "SELECT current_user")).toEqual([{ current_user: role }]);
  }
}, 60_000);
