import pg from "pg";
import { readMigrations, repositoryMigrations } from "./migration-files.ts";
import { withSchemaEngine } from "./schema-engine.ts";

/** Names our lock among the advisory locks of the database; Prisma's own is another. */
const MIGRATION_LOCK_KEY = 7_304_116_950;

/** How long a second starter waits for the first to finish migrating. */
const LOCK_WAIT_MS = 300_000;

const NO_FILTER = { externalTables: [], externalEnums: [] };

/**
 * Brings the database to the newest migration and answers with the names of those just applied. Two starters do not
 * race: the second waits, then finds nothing to do.
 * @param connectionString a login that owns the database and may create roles
 * @throws when a migration fails, when an applied one was edited since, or when the lock is not had in 5 minutes
 */
export async function migrate(
  connectionString: string,
  migrationsFolder: string = repositoryMigrations,
): Promise<readonly string[]> {
  const migrationsList = await readMigrations(migrationsFolder);
  return withMigrationLock(connectionString, () =>
    withSchemaEngine(connectionString, async (engine) => {
      const history = await engine.diagnoseMigrationHistory({
        migrationsList,
        optInToShadowDatabase: false,
        filters: NO_FILTER,
      });
      const { editedMigrationNames: edited, failedMigrationNames: failed } = history;
      const editedAfter = edited.filter((name) => !failed.includes(name));
      if (editedAfter.length > 0) {
        throw new Error(
          `Migrations were changed after this database had applied them: ${editedAfter.join(", ")}`,
        );
      }
      // A migration is one transaction: one that failed left nothing, and is tried again.
      for (const migrationName of failed) await engine.markMigrationRolledBack({ migrationName });
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: NO_FILTER });
      return appliedMigrationNames;
    }),
  );
}

/** The lock belongs to this client's session, so a starter that dies gives it up. */
async function withMigrationLock<T>(connectionString: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString, application_name: "keybrake migrate" });
  // A server that goes away is reported by the migration's own connection; here it must not end the process.
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query(`SET lock_timeout = ${LOCK_WAIT_MS}`);
    await client.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK_KEY]);
    return await work();
  } finally {
    await client.end();
  }
}
