import type { App } from "./app-process.ts";
import { authSecret } from "./auth-secret.ts";
import type { Database } from "./database.ts";
import { reachableHost, type Settings } from "./settings.ts";

/** What any process needs of its surroundings. */
const SURROUNDINGS = /^(PATH|HOME|LANG|LC_.*|TZ|TMPDIR|SSL_CERT_(FILE|DIR)|NODE_(OPTIONS|EXTRA_CA_CERTS))$/;
/** What only one of them may know: the private key is the proxy's, each login its app's. */
const CONFINED = /^KEYBRAKE_(SEALING_PRIVATE_KEY_FILE|SEALING_PUBLIC_KEY|(APP|PROXY)_DATABASE_URL)$/;

/** What signs people in, which is the dashboard's alone. */
const SIGN_IN = /^AUTH_(GOOGLE|GITHUB)_(ID|SECRET)$/;

const RESTART_WAIT_MS = 500;

/** In the order in which they stop: the proxy's calls end before what they need goes. */
export function appDefinitions(
  settings: Settings,
  database: Database["env"],
  sealingPublicKey: string,
): App[] {
  const { ports } = settings;
  const scheme = settings.tls ? "https" : "http";
  const host = reachableHost(settings.bind);
  const log = (name: string) => `${settings.dataFolder}/logs/${name}.log`;
  return [
    {
      name: "proxy",
      folder: "apps/proxy",
      command: ["--enable-source-maps", "dist/main.js"],
      env: {
        ...surroundings(),
        ...database.proxy,
        KEYBRAKE_SEALING_PRIVATE_KEY_FILE: settings.sealingPrivateKeyFile,
      },
      healthUrl: `http://127.0.0.1:${ports.proxyAdmin}/readyz`,
      patienceMs: 15_000,
      restartWaitMs: RESTART_WAIT_MS,
      logPath: log("proxy"),
    },
    {
      name: "dashboard",
      folder: "apps/dashboard",
      command: ["--enable-source-maps", "dist/main.js"],
      env: {
        ...surroundings(SIGN_IN),
        ...database.dashboard,
        KEYBRAKE_SEALING_PUBLIC_KEY: sealingPublicKey,
        AUTH_SECRET: authSecret(settings),
      },
      healthUrl: `${scheme}://${host}:${ports.dashboard}/api/v1/openapi.json`,
      patienceMs: 5_000,
      restartWaitMs: RESTART_WAIT_MS,
      logPath: log("dashboard"),
    },
    {
      name: "sandbox",
      folder: "apps/sandbox",
      command: ["--enable-source-maps", "dist/main.js"],
      env: surroundings(),
      healthUrl: `http://127.0.0.1:${ports.sandbox}/_sandbox/log`,
      patienceMs: 5_000,
      restartWaitMs: RESTART_WAIT_MS,
      logPath: log("sandbox"),
    },
  ];
}

/** Not all of our own environment: what a shell happens to hold is no business of a proxy of money. */
function surroundings(also?: RegExp): Record<string, string> {
  const env: Record<string, string> = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  for (const [name, value] of Object.entries(process.env)) {
    if (value === undefined || CONFINED.test(name)) continue;
    if (SURROUNDINGS.test(name) || also?.test(name) || name.startsWith("KEYBRAKE_")) env[name] = value;
  }
  return env;
}
