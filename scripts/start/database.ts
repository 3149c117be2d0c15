import { type EmbeddedPostgres, startEmbeddedPostgres } from "@keybrake/database/embedded";
import { migrate } from "@keybrake/database/migrate";
import type { Settings } from "./settings.ts";

/** The database, migrated, and our own Postgres beneath it unless DATABASE_URL names another. */
export interface Database {
  readonly env: Readonly<Record<"dashboard" | "proxy", Readonly<Record<string, string>>>>;
  readonly postgres: EmbeddedPostgres | undefined;
}

export async function openDatabase(settings: Settings, say: (text: string) => void): Promise<Database> {
  if (settings.databaseUrl !== undefined) {
    await migrateDatabase(settings.databaseUrl, say);
    return { env: externalEnv(settings, settings.databaseUrl), postgres: undefined };
  }
  const postgres = await startEmbeddedPostgres(settings.dataFolder);
  if (!postgres.clusterFolder.startsWith(settings.dataFolder)) {
    say(`The user postgres cannot reach ${settings.dataFolder}: its data are in ${postgres.clusterFolder}`);
  }
  try {
    await migrateDatabase(postgres.ownerUrl, say);
    const { appUrl, proxyUrl } = await postgres.openRoleLogins();
    return {
      env: {
        dashboard: { KEYBRAKE_APP_DATABASE_URL: appUrl },
        proxy: { KEYBRAKE_PROXY_DATABASE_URL: proxyUrl },
      },
      postgres,
    };
  } catch (fault) {
    await postgres.stop();
    throw fault;
  }
}

/** Each app gets its own login where there is one, and else the owner's, of which it takes on its role alone. */
function externalEnv(settings: Settings, databaseUrl: string): Database["env"] {
  const { appDatabaseUrl, proxyDatabaseUrl } = settings;
  return {
    dashboard:
      appDatabaseUrl === undefined
        ? { DATABASE_URL: databaseUrl }
        : { KEYBRAKE_APP_DATABASE_URL: appDatabaseUrl },
    proxy:
      proxyDatabaseUrl === undefined
        ? { DATABASE_URL: databaseUrl }
        : { KEYBRAKE_PROXY_DATABASE_URL: proxyDatabaseUrl },
  };
}

export async function migrateDatabase(ownerUrl: string, say: (text: string) => void): Promise<void> {
  const applied = await migrate(ownerUrl);
  if (applied.length > 0) say(`Applied ${applied.length} migrations.`);
}
