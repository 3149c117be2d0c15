import { resolve } from "node:path";
import { z } from "zod";

/** What the commands take from the environment. */
export interface AdminEnv {
  /** A login that is `keybrake_owner` or a member of it. */
  readonly databaseUrl: string;
  /** The proxy's own login, where it has one. */
  readonly proxyDatabaseUrl: string | null;
  readonly dataFolder: string;
  readonly sealingPrivateKeyFile: string;
  /** As the dashboard was given it; not parsed, since whether it can be is what the doctor asks. */
  readonly sealingPublicKey: string | null;
  readonly bind: string;
  readonly tls: boolean;
  readonly ports: {
    readonly dashboard: number;
    readonly proxy: number;
    readonly proxyAdmin: number;
    readonly sandbox: number;
  };
}

export type ReadEnvResult =
  | { readonly ok: true; readonly env: AdminEnv }
  | { readonly ok: false; readonly message: string };

const port = (standard: number) => z.coerce.number().int().min(1).max(65_535).default(standard);
const postgresUrl = z
  .string()
  .max(4_096)
  .regex(/^postgres(ql)?:\/\//, { error: "must be a postgres:// address" });
const path = z.string().max(4_096);

const schema = z.object({
  DATABASE_URL: postgresUrl,
  KEYBRAKE_PROXY_DATABASE_URL: postgresUrl.optional(),
  KEYBRAKE_DATA_DIR: path.default(".keybrake"),
  KEYBRAKE_SEALING_PRIVATE_KEY_FILE: path,
  KEYBRAKE_SEALING_PUBLIC_KEY: z.string().max(1_000).optional(),
  KEYBRAKE_BIND: z.string().max(100).default("127.0.0.1"),
  KEYBRAKE_TLS_CERT_FILE: path.optional(),
  KEYBRAKE_DASHBOARD_PORT: port(3000),
  KEYBRAKE_PROXY_PORT: port(4100),
  KEYBRAKE_PROXY_ADMIN_PORT: port(4101),
  KEYBRAKE_SANDBOX_PORT: port(4200),
});

/** Reads the environment; `message` names the variable at fault, never its value. */
export function readEnv(variables: Record<string, string | undefined> = process.env): ReadEnvResult {
  // `KEYBRAKE_PROXY_PORT=` in an env file means "not set".
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const read = schema.safeParse(set);
  if (!read.success) {
    const faults = read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    return { ok: false, message: `The command cannot run with this environment. ${faults.join("; ")}` };
  }
  const values = read.data;
  return {
    ok: true,
    env: {
      databaseUrl: values.DATABASE_URL,
      proxyDatabaseUrl: values.KEYBRAKE_PROXY_DATABASE_URL ?? null,
      dataFolder: resolve(values.KEYBRAKE_DATA_DIR),
      sealingPrivateKeyFile: values.KEYBRAKE_SEALING_PRIVATE_KEY_FILE,
      sealingPublicKey: values.KEYBRAKE_SEALING_PUBLIC_KEY ?? null,
      bind: values.KEYBRAKE_BIND,
      tls: values.KEYBRAKE_TLS_CERT_FILE !== undefined,
      ports: {
        dashboard: values.KEYBRAKE_DASHBOARD_PORT,
        proxy: values.KEYBRAKE_PROXY_PORT,
        proxyAdmin: values.KEYBRAKE_PROXY_ADMIN_PORT,
        sandbox: values.KEYBRAKE_SANDBOX_PORT,
      },
    },
  };
}
