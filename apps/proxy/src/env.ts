import { parsePublicKey } from "@keybrake/vault";
import { z } from "zod";

/** Everything that the proxy takes from its environment, checked once at start. */
export interface ProxyEnv {
  readonly bind: string;
  readonly port: number;
  readonly adminPort: number;
  readonly sandboxPort: number;
  readonly databaseUrl: string;
  readonly sealingPrivateKeyFile: string;
  /** Id of the public key that the dashboard seals to, where this process is told. */
  readonly sealingPublicKeyId: string | null;
  readonly publicUrl: string | null;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** Vendor name to the origin that stands in for the vendor's own. */
  readonly originOverrides: ReadonlyMap<string, string>;
  /** True on databases that place each organization on one node (Citus): a batch then never mixes them. */
  readonly batchPerOrganization: boolean;
  readonly logLevel: "debug" | "info" | "warn" | "error";
}

export type ReadEnvResult =
  | { readonly ok: true; readonly env: ProxyEnv }
  | { readonly ok: false; readonly message: string };

const port = z.coerce.number().int().min(1).max(65_535);
const flag = z
  .enum(["0", "1"])
  .default("0")
  .transform((text) => text === "1");
const file = z.string().min(1).max(4_096);

const schema = z.object({
  KEYBRAKE_BIND: z.union([z.ipv4(), z.ipv6(), z.literal("localhost")]).default("127.0.0.1"),
  KEYBRAKE_PROXY_PORT: port.default(4100),
  KEYBRAKE_PROXY_ADMIN_PORT: port.default(4101),
  KEYBRAKE_SANDBOX_PORT: port.default(4200),
  DATABASE_URL: z.string().max(4_096).optional(),
  KEYBRAKE_PROXY_DATABASE_URL: z.string().max(4_096).optional(),
  KEYBRAKE_SEALING_PRIVATE_KEY_FILE: z
    .string({ error: "must name the sealing private key's file" })
    .max(4_096),
  KEYBRAKE_SEALING_PUBLIC_KEY: z.string().max(200).optional(),
  KEYBRAKE_PUBLIC_PROXY_URL: z
    .url({ protocol: /^https?$/ })
    .max(2_048)
    .transform((text) => text.replace(/\/+$/, ""))
    .optional(),
  KEYBRAKE_TLS_CERT_FILE: file.optional(),
  KEYBRAKE_TLS_KEY_FILE: file.optional(),
  KEYBRAKE_ALLOW_ORIGIN_OVERRIDE: flag,
  KEYBRAKE_BATCH_PER_ORGANIZATION: flag,
  KEYBRAKE_LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),
});

/** Reads the environment; `message` is one line that names the variable at fault, never its value. */
export function readEnv(vars: Record<string, string | undefined> = process.env): ReadEnvResult {
  // `KEYBRAKE_PROXY_PORT=` in a .env file means "not set", for every variable alike.
  const set = Object.fromEntries(
    Object.entries(vars).filter(([, value]) => value !== undefined && value !== ""),
  );
  const read = schema.safeParse(set);
  if (!read.success) {
    const faults = read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    return { ok: false, message: `The proxy cannot start with this environment. ${faults.join("; ")}` };
  }
  const values = read.data;
  const databaseUrl = values.KEYBRAKE_PROXY_DATABASE_URL ?? values.DATABASE_URL;
  if (databaseUrl === undefined || !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    return refused("DATABASE_URL (or KEYBRAKE_PROXY_DATABASE_URL) must be a postgres:// address.");
  }
  const publicKeyText = values.KEYBRAKE_SEALING_PUBLIC_KEY;
  const publicKey = publicKeyText === undefined ? null : parsePublicKey(publicKeyText);
  if (publicKeyText !== undefined && publicKey === null) {
    return refused("KEYBRAKE_SEALING_PUBLIC_KEY must be one kbpub_1_ key, without a mistake in it.");
  }
  const tls = readTls(values.KEYBRAKE_TLS_CERT_FILE, values.KEYBRAKE_TLS_KEY_FILE);
  if (tls === undefined) {
    return refused("KEYBRAKE_TLS_CERT_FILE and KEYBRAKE_TLS_KEY_FILE are set together or not at all.");
  }
  const overrides = readOverrides(set, values.KEYBRAKE_ALLOW_ORIGIN_OVERRIDE);
  if (typeof overrides === "string") return refused(overrides);
  return {
    ok: true,
    env: {
      bind: values.KEYBRAKE_BIND,
      port: values.KEYBRAKE_PROXY_PORT,
      adminPort: values.KEYBRAKE_PROXY_ADMIN_PORT,
      sandboxPort: values.KEYBRAKE_SANDBOX_PORT,
      databaseUrl,
      sealingPrivateKeyFile: values.KEYBRAKE_SEALING_PRIVATE_KEY_FILE,
      sealingPublicKeyId: publicKey?.id ?? null,
      publicUrl: values.KEYBRAKE_PUBLIC_PROXY_URL ?? null,
      tls,
      originOverrides: overrides,
      batchPerOrganization: values.KEYBRAKE_BATCH_PER_ORGANIZATION,
      logLevel: values.KEYBRAKE_LOG_LEVEL,
    },
  };
}

function refused(message: string): ReadEnvResult {
  return { ok: false, message };
}

function readTls(certFile: string | undefined, keyFile: string | undefined): ProxyEnv["tls"] | undefined {
  if (certFile === undefined && keyFile === undefined) return null;
  return certFile === undefined || keyFile === undefined ? undefined : { certFile, keyFile };
}

const OVERRIDE_PREFIX = "KEYBRAKE_ORIGIN_";
const LOOPBACK_HOSTS = new Set(["127.0.0.1", "[::1]", "localhost"]);

/** The overrides by vendor name, or the sentence that refuses them. */
function readOverrides(
  vars: Record<string, string | undefined>,
  allowElsewhere: boolean,
): Map<string, string> | string {
  const overrides = new Map<string, string>();
  for (const [name, value] of Object.entries(vars)) {
    if (!name.startsWith(OVERRIDE_PREFIX) || value === undefined) continue;
    const vendor = name.slice(OVERRIDE_PREFIX.length).toLowerCase().replaceAll("_", "-");
    const url = URL.canParse(value) ? new URL(value) : null;
    if (
      url === null ||
      !/^https?:$/.test(url.protocol) ||
      `${url.origin}${url.pathname}` !== `${url.origin}/`
    ) {
      return `${name} must be an origin such as http://127.0.0.1:9001.`;
    }
    if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
      return `${name} must be an origin such as http://127.0.0.1:9001, without anything after the port.`;
    }
    if (!LOOPBACK_HOSTS.has(url.hostname) && !allowElsewhere) {
      return `${name} leaves this machine: set KEYBRAKE_ALLOW_ORIGIN_OVERRIDE=1 if vendor credentials may go there.`;
    }
    overrides.set(vendor, url.origin);
  }
  return overrides;
}
