import { randomBytes } from "node:crypto";
import { parsePublicKey, type SealingPublicKey } from "@keybrake/api";
import { roleUrl } from "@keybrake/database";
import { z } from "zod";

/** Everything that the dashboard takes from its environment. */
export interface DashboardEnv {
  readonly bind: string;
  readonly port: number;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** A login with the rights of `keybrake_app`, or one that takes them on. */
  readonly appDatabaseUrl: string;
  readonly sealingKey: SealingPublicKey;
  /** As people reach them; no slash at the end. */
  readonly publicDashboardUrl: string;
  readonly publicProxyUrl: string;
  /** On this machine. */
  readonly proxyReadyUrl: string;
  readonly sandboxUrl: string;
  /** Seals the cookies of a sign-in that is under way at another provider; sessions do not hang on it. */
  readonly authSecret: string;
  readonly google: OAuthClient | null;
  readonly github: OAuthClient | null;
  /** How many load balancers stand in front, each of which adds whom it heard from to X-Forwarded-For. */
  readonly forwardedHops: number;
}

/** What another provider knows this installation by. */
export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

const port = (standard: number) => z.coerce.number().int().min(1).max(65_535).default(standard);

const file = z.string().max(4_096).optional();

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

const oauthValue = z.string().min(1).max(1_000).optional();

const schema = z.object({
  DATABASE_URL: postgresUrl,
  KEYBRAKE_APP_DATABASE_URL: postgresUrl,
  KEYBRAKE_SEALING_PUBLIC_KEY: z.string().transform((text, context) => {
    const key = parsePublicKey(text);
    if (key !== null) return key;
    context.addIssue({ code: "custom", message: "must be a kbpub_1_… key" });
    return z.NEVER;
  }),
  KEYBRAKE_BIND: z.union([z.ipv4(), z.ipv6(), z.literal("localhost")]).default("127.0.0.1"),
  KEYBRAKE_DASHBOARD_PORT: port(3000),
  KEYBRAKE_PROXY_PORT: port(4100),
  KEYBRAKE_PROXY_ADMIN_PORT: port(4101),
  KEYBRAKE_SANDBOX_PORT: port(4200),
  KEYBRAKE_PUBLIC_DASHBOARD_URL: address,
  KEYBRAKE_PUBLIC_PROXY_URL: address,
  KEYBRAKE_TLS_CERT_FILE: file,
  KEYBRAKE_TLS_KEY_FILE: file,
  KEYBRAKE_FORWARDED_HOPS: z.coerce.number().int().min(0).max(5).default(0),
  AUTH_SECRET: z.string().min(32).max(1_000).optional(),
  AUTH_GOOGLE_ID: oauthValue,
  AUTH_GOOGLE_SECRET: oauthValue,
  AUTH_GITHUB_ID: oauthValue,
  AUTH_GITHUB_SECRET: oauthValue,
});

/** @throws with one sentence that names each variable at fault, never its value */
export function readEnv(variables: Record<string, string | undefined> = process.env): DashboardEnv {
  // `KEYBRAKE_PROXY_PORT=` in an env file means "not set".
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The dashboard cannot run with this environment. ${faults.join("; ")}`);
  }
  const values = parsed.data;
  const tls = readTls(values.KEYBRAKE_TLS_CERT_FILE, values.KEYBRAKE_TLS_KEY_FILE);
  const here = (at: number) => `${tls === null ? "http" : "https"}://127.0.0.1:${at}`;
  return {
    bind: values.KEYBRAKE_BIND,
    port: values.KEYBRAKE_DASHBOARD_PORT,
    tls,
    appDatabaseUrl: appDatabaseUrl(values.KEYBRAKE_APP_DATABASE_URL, values.DATABASE_URL),
    sealingKey: values.KEYBRAKE_SEALING_PUBLIC_KEY,
    publicDashboardUrl: values.KEYBRAKE_PUBLIC_DASHBOARD_URL ?? here(values.KEYBRAKE_DASHBOARD_PORT),
    publicProxyUrl: values.KEYBRAKE_PUBLIC_PROXY_URL ?? here(values.KEYBRAKE_PROXY_PORT),
    proxyReadyUrl: `http://127.0.0.1:${values.KEYBRAKE_PROXY_ADMIN_PORT}/readyz`,
    sandboxUrl: `http://127.0.0.1:${values.KEYBRAKE_SANDBOX_PORT}`,
    forwardedHops: values.KEYBRAKE_FORWARDED_HOPS,
    ...readAuth(values),
  };
}

type AuthVariables = Pick<
  z.output<typeof schema>,
  "AUTH_SECRET" | "AUTH_GOOGLE_ID" | "AUTH_GOOGLE_SECRET" | "AUTH_GITHUB_ID" | "AUTH_GITHUB_SECRET"
>;

function readAuth(values: AuthVariables): Pick<DashboardEnv, "authSecret" | "google" | "github"> {
  const google = readOAuth("AUTH_GOOGLE", values.AUTH_GOOGLE_ID, values.AUTH_GOOGLE_SECRET);
  const github = readOAuth("AUTH_GITHUB", values.AUTH_GITHUB_ID, values.AUTH_GITHUB_SECRET);
  // The person may come back from the provider to another process than the one that sent them there.
  if (values.AUTH_SECRET === undefined && (google !== null || github !== null)) {
    throw new Error(
      "Set AUTH_SECRET (32 characters or more, the same for every dashboard) to sign in with Google or GitHub.",
    );
  }
  return { authSecret: values.AUTH_SECRET ?? randomBytes(32).toString("base64url"), google, github };
}

function readOAuth(
  name: string,
  clientId: string | undefined,
  clientSecret: string | undefined,
): OAuthClient | null {
  if (clientId === undefined && clientSecret === undefined) return null;
  if (clientId !== undefined && clientSecret !== undefined) return { clientId, clientSecret };
  throw new Error(`${name}_ID and ${name}_SECRET are set together or not at all.`);
}

function appDatabaseUrl(appUrl: string | undefined, ownerUrl: string | undefined): string {
  if (appUrl !== undefined) return appUrl;
  if (ownerUrl !== undefined) return roleUrl(ownerUrl, "keybrake_app");
  throw new Error("The dashboard needs DATABASE_URL or KEYBRAKE_APP_DATABASE_URL.");
}

function readTls(certFile: string | undefined, keyFile: string | undefined): DashboardEnv["tls"] {
  if (certFile === undefined && keyFile === undefined) return null;
  if (certFile !== undefined && keyFile !== undefined) return { certFile, keyFile };
  throw new Error("KEYBRAKE_TLS_CERT_FILE and KEYBRAKE_TLS_KEY_FILE are set together or not at all.");
}
