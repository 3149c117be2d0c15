import { resolve } from "node:path";
import { z } from "zod";
import { root } from "../root.ts";

const port = (standard: number) => z.coerce.number().int().min(1).max(65_535).default(standard);

const schema = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional(),
  KEYBRAKE_APP_DATABASE_URL: z.string().optional(),
  KEYBRAKE_PROXY_DATABASE_URL: z.string().optional(),
  KEYBRAKE_DATA_DIR: z.string().default(".keybrake"),
  KEYBRAKE_BIND: z.string().default("127.0.0.1"),
  KEYBRAKE_DASHBOARD_PORT: port(3000),
  KEYBRAKE_PROXY_PORT: port(4100),
  KEYBRAKE_PROXY_ADMIN_PORT: port(4101),
  KEYBRAKE_SANDBOX_PORT: port(4200),
  KEYBRAKE_PUBLIC_DASHBOARD_URL: z.string().optional(),
  KEYBRAKE_PUBLIC_PROXY_URL: z.string().optional(),
  KEYBRAKE_SEALING_PRIVATE_KEY_FILE: z.string().optional(),
  KEYBRAKE_SEALING_PUBLIC_KEY: z.string().optional(),
  KEYBRAKE_TLS_CERT_FILE: z.string().optional(),
  AUTH_SECRET: z.string().optional(),
});

/** What the commands need to know of the environment; each app reads and checks the rest itself. */
export interface Settings {
  /** Absolute. */
  readonly dataFolder: string;
  /** Where Postgres is elsewhere; else we run our own in the data folder. */
  readonly databaseUrl: string | undefined;
  readonly appDatabaseUrl: string | undefined;
  readonly proxyDatabaseUrl: string | undefined;
  readonly bind: string;
  readonly ports: { dashboard: number; proxy: number; proxyAdmin: number; sandbox: number };
  readonly dashboardUrl: string;
  readonly proxyUrl: string;
  readonly sealingPrivateKeyFile: string;
  readonly sealingPublicKey: string | undefined;
  readonly tls: boolean;
  readonly authSecret: string | undefined;
}

/** @throws with one sentence that names the variable at fault */
export function readSettings(): Settings {
  // `KEYBRAKE_PROXY_PORT=` in an env file means "not set".
  const set = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""));
  const read = schema.safeParse(set);
  if (!read.success) {
    const faults = read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`This environment cannot be used. ${faults.join("; ")}`);
  }
  const env = read.data;
  const dataFolder = resolve(root, env.KEYBRAKE_DATA_DIR);
  const tls = env.KEYBRAKE_TLS_CERT_FILE !== undefined;
  const host = reachableHost(env.KEYBRAKE_BIND);
  const address = (at: number) => `${tls ? "https" : "http"}://${host}:${at}`;
  return {
    dataFolder,
    databaseUrl: env.DATABASE_URL,
    appDatabaseUrl: env.KEYBRAKE_APP_DATABASE_URL,
    proxyDatabaseUrl: env.KEYBRAKE_PROXY_DATABASE_URL,
    bind: env.KEYBRAKE_BIND,
    ports: {
      dashboard: env.KEYBRAKE_DASHBOARD_PORT,
      proxy: env.KEYBRAKE_PROXY_PORT,
      proxyAdmin: env.KEYBRAKE_PROXY_ADMIN_PORT,
      sandbox: env.KEYBRAKE_SANDBOX_PORT,
    },
    dashboardUrl: env.KEYBRAKE_PUBLIC_DASHBOARD_URL ?? address(env.KEYBRAKE_DASHBOARD_PORT),
    proxyUrl: env.KEYBRAKE_PUBLIC_PROXY_URL ?? address(env.KEYBRAKE_PROXY_PORT),
    sealingPrivateKeyFile: env.KEYBRAKE_SEALING_PRIVATE_KEY_FILE ?? `${dataFolder}/sealing-private-key`,
    sealingPublicKey: env.KEYBRAKE_SEALING_PUBLIC_KEY,
    tls,
    authSecret: env.AUTH_SECRET,
  };
}

/** Where this machine reaches what listens there: every address of a machine includes its loopback. */
export function reachableHost(bind: string): string {
  if (bind === "0.0.0.0" || bind === "::") return "127.0.0.1";
  return bind.includes(":") ? `[${bind}]` : bind;
}
