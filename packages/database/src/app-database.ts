import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { type Prisma, PrismaClient } from "../generated/client.ts";

/** A transaction that sees one organization's rows and no others: row-level security holds it to that. */
export type OrganizationTransaction = Prisma.TransactionClient;

export interface AppDatabaseOptions {
  /** A login with the rights of `keybrake_app`, or one that takes them on (see `roleUrl`). */
  readonly connectionString: string;
  readonly onError: (error: Error) => void;
}

/** The control plane's database: every access to a tenant's rows goes through `withOrganization`. */
export interface AppDatabase {
  withOrganization<T>(
    organizationId: string,
    work: (transaction: OrganizationTransaction) => Promise<T>,
  ): Promise<T>;
  /** For the few functions that know no organization yet (a token's hash to its owner). */
  readonly unscoped: Pick<PrismaClient, "$queryRaw">;
  /**
   * A connection of its own inside an organization's read-only transaction, for exports that stream for longer
   * than a pooled transaction should live. The connection ends when `work` does.
   */
  withOrganizationConnection<T>(
    organizationId: string,
    work: (client: pg.ClientBase) => Promise<T>,
  ): Promise<T>;
  close(): Promise<void>;
}

/** How long a transaction may wait for a connection, and how long it may take, in milliseconds. */
const MAX_WAIT_MS = 2_000;
const MAX_DURATION_MS = 10_000;

export function createAppDatabase(options: AppDatabaseOptions): AppDatabase {
  const { connectionString, onError } = options;
  const pool = new pg.Pool({
    connectionString,
    max: 10,
    application_name: "keybrake app",
    connectionTimeoutMillis: MAX_WAIT_MS,
    // A Postgres that stands still answers nothing, not even that it does.
    query_timeout: MAX_DURATION_MS,
    keepAlive: true,
  });
  // An idle connection that Postgres closes would otherwise end the process.
  pool.on("error", onError);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) });
  return {
    unscoped: prisma,
    withOrganization: (organizationId, work) =>
      prisma.$transaction(
        async (transaction) => {
          await transaction.$queryRaw`SELECT set_config('keybrake.organization_id', ${organizationId}, true)`;
          return work(transaction);
        },
        { maxWait: MAX_WAIT_MS, timeout: MAX_DURATION_MS },
      ),
    withOrganizationConnection: async (organizationId, work) => {
      const client = new pg.Client({ connectionString, application_name: "keybrake export" });
      client.on("error", onError);
      await client.connect();
      try {
        await client.query("BEGIN READ ONLY");
        await client.query("SELECT set_config('keybrake.organization_id', $1, true)", [organizationId]);
        const result = await work(client);
        await client.query("COMMIT");
        return result;
      } finally {
        await client.end();
      }
    },
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
