import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { startEmbeddedPostgres } from "@keybrake/database/embedded";
import { migrate } from "@keybrake/database/migrate";
import { createPrivateKeyFile, createSealingKeyPair } from "@keybrake/vault";
import { nginxConfiguration } from "./nginx.ts";
import { seedKeys } from "./seed.ts";
import { freePort, type Server, startServer } from "./server.ts";
import { isInstalled } from "./wrk.ts";

/** What stands between wrk and the vendor. */
export interface Subject {
  readonly name: "vendor" | "relay" | "nginx" | "proxy";
  readonly url: string;
  readonly tokensFile: string;
  readonly pid: number;
}

export interface Stage {
  /** In the order in which they are measured. */
  readonly subjects: readonly Subject[];
  readonly sandbox: { readonly pid: number; readonly url: string };
  readonly postgres: { readonly pid: number; readonly superuserUrl: string };
}

interface StageOptions {
  readonly profileFolder: string | undefined;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
  /** Whatever was started, the last first, also when the next thing does not start. */
  readonly onClose: (close: () => Promise<unknown>) => void;
}

/** Starts everything in a temporary folder: Postgres with the settings of `npm start`, and each server as a process. */
export async function setStage(options: StageOptions): Promise<Stage> {
  const { signal, say, onClose } = options;
  const folder = mkdtempSync(join(tmpdir(), "keybrake-bench-"));
  onClose(async () => rmSync(folder, { recursive: true, force: true }));
  const start = async (name: string, server: Omit<Parameters<typeof startServer>[0], "name" | "folder">) => {
    signal.throwIfAborted();
    const started = await startServer({ name, folder, ...server }, signal);
    onClose(() => started.stop());
    return started;
  };
  say("Starting Postgres and making 1,000 keys …");
  const { postgres, proxyUrl } = await startPostgres(folder, onClose);
  const sealingKey = createSealingKeyPair();
  const privateKeyFile = join(folder, "sealing-private-key");
  await createPrivateKeyFile(privateKeyFile, [sealingKey]);
  const { vaultKeys, secrets } = await seedKeys(postgres.superuserUrl, sealingKey);
  const vaultKeysFile = writeLines(join(folder, "vault-keys"), vaultKeys);
  const secretsFile = writeLines(join(folder, "secrets"), secrets);

  const vendorPort = await freePort();
  const sandboxUrl = `http://127.0.0.1:${vendorPort}`;
  const sandbox = await start("sandbox", {
    program: process.execPath,
    options: ["--enable-source-maps", "apps/sandbox/dist/main.js"],
    env: { KEYBRAKE_SANDBOX_PORT: String(vendorPort) },
    healthUrl: `${sandboxUrl}/_sandbox/state`,
  });
  const subject = (name: Subject["name"], { pid }: Server, url: string): Subject => {
    return { name, pid, url, tokensFile: name === "proxy" ? vaultKeysFile : secretsFile };
  };
  const vendorUrl = `${sandboxUrl}/stripe/v1/payment_intents`;
  const subjects = [subject("vendor", sandbox, vendorUrl)];

  const relayPort = await freePort();
  const relay = await start("relay", {
    program: process.execPath,
    options: ["--import", "tsx/esm", "scripts/bench/relay.ts", String(relayPort), String(vendorPort)],
    env: {},
    healthUrl: `http://127.0.0.1:${relayPort}/healthz`,
  });
  subjects.push(subject("relay", relay, callUrl(relayPort)));

  if (isInstalled("nginx")) {
    const port = await freePort();
    const file = join(folder, "nginx.conf");
    writeFileSync(file, nginxConfiguration({ folder, port, vendorPort }));
    const nginx = await start("nginx", {
      program: "nginx",
      options: ["-e", "stderr", "-c", file],
      env: {},
      healthUrl: `http://127.0.0.1:${port}/healthz`,
    });
    subjects.push(subject("nginx", nginx, callUrl(port)));
  } else {
    say("nginx is not installed: its part is skipped (Debian: apt-get install nginx).");
  }

  const [port, adminPort] = [await freePort(), await freePort()];
  const proxy = await start("proxy", {
    program: process.execPath,
    options: [...profileOptions(options.profileFolder), "--enable-source-maps", "apps/proxy/dist/main.js"],
    env: {
      KEYBRAKE_PROXY_PORT: String(port),
      KEYBRAKE_PROXY_ADMIN_PORT: String(adminPort),
      KEYBRAKE_SANDBOX_PORT: String(vendorPort),
      KEYBRAKE_PROXY_DATABASE_URL: proxyUrl,
      KEYBRAKE_SEALING_PRIVATE_KEY_FILE: privateKeyFile,
    },
    healthUrl: `http://127.0.0.1:${adminPort}/readyz`,
  });
  subjects.push(subject("proxy", proxy, callUrl(port)));
  return { subjects, sandbox: { pid: sandbox.pid, url: sandboxUrl }, postgres };
}

async function startPostgres(folder: string, onClose: StageOptions["onClose"]) {
  const data = join(folder, "postgres");
  mkdirSync(data, { mode: 0o700 });
  const postgres = await startEmbeddedPostgres(data);
  onClose(async () => {
    await postgres.stop();
    // Not always in our folder: root's Postgres gets a folder that its own user can reach.
    rmSync(dirname(postgres.clusterFolder), { recursive: true, force: true });
  });
  await migrate(postgres.ownerUrl);
  const { proxyUrl } = await postgres.openRoleLogins();
  return { postgres, proxyUrl };
}

function callUrl(port: number): string {
  return `http://127.0.0.1:${port}/v1/payment_intents`;
}

function profileOptions(folder: string | undefined): string[] {
  return folder === undefined ? [] : ["--cpu-prof", "--cpu-prof-dir", folder];
}

function writeLines(path: string, lines: readonly string[]): string {
  writeFileSync(path, `${lines.join("\n")}\n`, { mode: 0o600 });
  return path;
}
