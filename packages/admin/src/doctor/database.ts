import { checkProxyRole, inspectDatabase, migrationStatus } from "@keybrake/database/owner";
import type { AdminEnv } from "../env.ts";
import { checkClock } from "./clock.ts";
import { type Finding, failure, look, ok, warning } from "./finding.ts";

const VERSION_MIN = 15;

export async function checkDatabase(env: AdminEnv): Promise<readonly Finding[]> {
  const migrations = await look("migrations", async () => [await checkMigrations(env.databaseUrl)]);
  // Before the first migration there is nothing to inspect, and behind a closed door neither.
  if (migrations.some(({ status }) => status === "failure")) return migrations;
  return [
    ...migrations,
    ...(await look("database", () => checkFacts(env.databaseUrl))),
    ...(await look("durability", async () => {
      await checkProxyRole(env.proxyDatabaseUrl ?? env.databaseUrl);
      return [ok("durability", "Postgres keeps what it commits, and the proxy's role may call the ledger.")];
    })),
  ];
}

async function checkMigrations(databaseUrl: string): Promise<Finding> {
  const { pending, failed, edited, unknown } = await migrationStatus(databaseUrl);
  if (failed.length > 0)
    return failure("migrations", `Failed: ${failed.join(", ")}. npm start tries them again.`);
  if (edited.length > 0)
    return failure("migrations", `Changed after they were applied: ${edited.join(", ")}.`);
  if (pending.length > 0)
    return failure("migrations", `Not applied: ${pending.join(", ")}. npm start applies them.`);
  if (unknown.length > 0) {
    return warning("migrations", `The database is ahead of this version by ${unknown.join(", ")}.`);
  }
  return ok("migrations", "All are applied.");
}

async function checkFacts(databaseUrl: string): Promise<readonly Finding[]> {
  const { serverVersion, clockAheadMs, unprotectedTables, roleFaults } = await inspectDatabase(databaseUrl);
  return [
    checkVersion(serverVersion),
    checkClock(clockAheadMs),
    unprotectedTables.length === 0
      ? ok("row-level security", "Forced on every table.")
      : failure("row-level security", `Not forced on ${unprotectedTables.join(", ")}.`),
    roleFaults.length === 0
      ? ok("database roles", "Each has its own rights and no others.")
      : failure("database roles", `${roleFaults.join("; ")}.`),
  ];
}

function checkVersion(version: string): Finding {
  return Number.parseInt(version, 10) >= VERSION_MIN
    ? ok("database", `Postgres ${version}.`)
    : failure("database", `Postgres ${version} is too old: ${VERSION_MIN} is the least that works.`);
}
