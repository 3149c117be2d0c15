import { parsePublicKey, type SealingPublicKey } from "@keybrake/api";
import { roleUrl } from "@keybrake/database";
import { z } from "zod";

/** Everything that the dashboard takes from its environment. Where it listens is told to Next on its command line. */
export interface DashboardEnv {
  /** A login with the rights of `keybrake_app`, or one that takes them on. */
  readonly appDatabaseUrl: string;
  readonly sealingKey: SealingPublicKey;
  /** As people reach them; no slash at the end. */
  readonly publicDashboardUrl: string;
  readonly publicProxyUrl: string;
  /** On this machine. */
  readonly proxyReadyUrl: string;
  readonly sandboxUrl: string;
}

const port = (standard: number) => z.coerce.number().int().min(1).max(65_535).default(standard);

const address = z
  .url({ protocol: /^https?$/ })
  .max(2_048)
  .transform((url) => url.replace(/\/+$/, ""))
  .optional();

const postgresUrl = z
  .string()
  .max(4_096)
  .regex(/^postgres(ql)?:\/\//, { error: "must be a postgres:// address" })
  .optional();

const schema = z.object({
  DATABASE_URL: postgresUrl,
  KEYBRAKE_APP_DATABASE_URL: postgresUrl,
  KEYBRAKE_SEALING_PUBLIC_KEY: z.string().transform((text, context) => {
    const key = parsePublicKey(text);
    if (key !== null) return key;
    context.addIssue({ code: "custom", message: "must be a kbpub_1_… key" });
    return z.NEVER;
  }),
  KEYBRAKE_DASHBOARD_PORT: port(3000),
  KEYBRAKE_PROXY_PORT: port(4100),
  KEYBRAKE_PROXY_ADMIN_PORT: port(4101),
  KEYBRAKE_SANDBOX_PORT: port(4200),
  KEYBRAKE_PUBLIC_DASHBOARD_URL: address,
  KEYBRAKE_PUBLIC_PROXY_URL: address,
  KEYBRAKE_TLS_CERT_FILE: z.string().optional(),
});

let read: DashboardEnv | undefined;

/**
 * Reads the environment once, at the first request: `next build` loads this module where there is none.
 * @throws with one sentence that names each variable at fault, never its value
 */
export function env(): DashboardEnv {
  read ??= readEnv(process.env);
  return read;
}

export function readEnv(variables: Record<string, string | undefined>): DashboardEnv {
  // `KEYBRAKE_PROXY_PORT=` in an env file means "not set".
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The dashboard cannot run with this environment. ${faults.join("; ")}`);
  }
  const values = parsed.data;
  const scheme = values.KEYBRAKE_TLS_CERT_FILE === undefined ? "http" : "https";
  const here = (at: number) => `${scheme}://127.0.0.1:${at}`;
  return {
    appDatabaseUrl: appDatabaseUrl(values.KEYBRAKE_APP_DATABASE_URL, values.DATABASE_URL),
    sealingKey: values.KEYBRAKE_SEALING_PUBLIC_KEY,
    publicDashboardUrl: values.KEYBRAKE_PUBLIC_DASHBOARD_URL ?? here(values.KEYBRAKE_DASHBOARD_PORT),
    publicProxyUrl: values.KEYBRAKE_PUBLIC_PROXY_URL ?? here(values.KEYBRAKE_PROXY_PORT),
    proxyReadyUrl: `http://127.0.0.1:${values.KEYBRAKE_PROXY_ADMIN_PORT}/readyz`,
    sandboxUrl: `http://127.0.0.1:${values.KEYBRAKE_SANDBOX_PORT}`,
  };
}

function appDatabaseUrl(appUrl: string | undefined, ownerUrl: string | undefined): string {
  if (appUrl !== undefined) return appUrl;
  if (ownerUrl !== undefined) return roleUrl(ownerUrl, "keybrake_app");
  throw new Error("The dashboard needs DATABASE_URL or KEYBRAKE_APP_DATABASE_URL.");
}
