import { readMigrations, repositoryMigrations } from "./migration-files.ts";
import { withSchemaEngine } from "./schema-engine.ts";

/** Names of migrations, oldest first; all empty when the database fits this version. */
export interface MigrationStatus {
  readonly pending: readonly string[];
  readonly failed: readonly string[];
  /** Changed after the database had applied them. */
  readonly edited: readonly string[];
  /** Applied by a newer version than this one. */
  readonly unknown: readonly string[];
}

/** Compares the database with this version's migrations and changes nothing. */
export async function migrationStatus(connectionString: string): Promise<MigrationStatus> {
  const migrationsList = await readMigrations(repositoryMigrations);
  return withSchemaEngine(connectionString, async (engine) => {
    const found = await engine.diagnoseMigrationHistory({
      migrationsList,
      optInToShadowDatabase: false,
      filters: { externalTables: [], externalEnums: [] },
    });
    const { history } = found;
    return {
      pending:
        history !== null && "unappliedMigrationNames" in history ? history.unappliedMigrationNames : [],
      failed: found.failedMigrationNames,
      edited: found.editedMigrationNames,
      unknown:
        history !== null && "unpersistedMigrationNames" in history ? history.unpersistedMigrationNames : [],
    };
  });
}
