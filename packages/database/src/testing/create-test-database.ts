import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import type {} from "./global-setup.ts";

/** A migrated, empty database of a test's own; one URL for each login. */
export interface TestDatabase {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly proxyUrl: string;
  readonly operatorUrl: string;
  /** Passes over row-level security: for looking at what was written, and for what only an administrator may do. */
  readonly superuserUrl: string;
  /** Ends what is connected to the database and removes it. */
  drop(): Promise<void>;
}

/**
 * Clones the migrated template, in about 0.1 s. What is left undropped goes with the server when the run ends.
 * @throws outside of a Vitest project with `@keybrake/database/testing/global-setup`
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = inject("testPostgres");
  if (template === undefined)
    throw new Error("This project's vitest.config.ts lacks the global set-up for Postgres");
  const name = `test_${randomBytes(8).toString("hex")}`;
  const administer = (statement: string) => runOn(databaseUrl(template.superuserUrl, "postgres"), statement);
  await administer(`CREATE DATABASE ${name} TEMPLATE keybrake OWNER keybrake_owner`);
  return {
    ownerUrl: databaseUrl(template.ownerUrl, name),
    appUrl: databaseUrl(template.appUrl, name),
    proxyUrl: databaseUrl(template.proxyUrl, name),
    operatorUrl: databaseUrl(template.operatorUrl, name),
    superuserUrl: databaseUrl(template.superuserUrl, name),
    drop: () => administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

function databaseUrl(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

async function runOn(connectionString: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
