import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inherited } from "./env.ts";
import { type Product, writeProduct } from "./product.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const START_TIMEOUT_MS = 240_000;
const STOP_TIMEOUT_MS = 40_000;
const SET_UP_CODE = /\/set-up\n\s+(\S+)/;

/** Starts the product as its users do, from an empty data folder, and ends it after the last journey. */
export default async function startProduct(): Promise<() => Promise<void>> {
  const dataFolder = await mkdtemp(join(tmpdir(), "keybrake-journeys-"));
  const [dashboard, proxy, proxyAdmin, sandbox, ownVendor] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const child = spawn(process.execPath, [join(root, "scripts/run.mjs"), "start"], {
    cwd: root,
    env: {
      ...inherited,
      KEYBRAKE_DATA_DIR: dataFolder,
      KEYBRAKE_DASHBOARD_PORT: String(dashboard),
      KEYBRAKE_PROXY_PORT: String(proxy),
      KEYBRAKE_PROXY_ADMIN_PORT: String(proxyAdmin),
      KEYBRAKE_SANDBOX_PORT: String(sandbox),
      KEYBRAKE_ORIGIN_ACME_MAIL: `http://127.0.0.1:${ownVendor}`,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const hear = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async () => {
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
    await exited;
    clearTimeout(timer);
    await rm(dataFolder, { recursive: true, force: true });
  };
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!output.includes("Keybrake is up") || !output.includes("Ctrl-C")) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`The product did not start:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const product: Product = {
    dashboardUrl: `http://127.0.0.1:${dashboard}`,
    proxyPort: proxy,
    ownVendorPort: ownVendor,
    sandboxUrl: `http://127.0.0.1:${sandbox}`,
    dataFolder,
    setUpCode: SET_UP_CODE.exec(output)?.[1] ?? "",
  };
  writeProduct(product);
  return stop;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}
