import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPrivateKeyFile } from "@keybrake/vault";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestKey, TestProxy } from "./testing/test-proxy.ts";

const MAIN = new URL("./main.ts", import.meta.url).pathname;
const payment = "amount=1000&currency=usd";

/** Issues keys and runs the sandbox; the proxies under test are processes beside it, on its database. */
let home: TestProxy;
let folder = "";
const running = new Set<ChildProcess>();

beforeAll(async () => {
  home = await TestProxy.start();
  folder = await mkdtemp(join(tmpdir(), "keybrake-main-"));
  await createPrivateKeyFile(join(folder, "sealing.key"), [home.sealingKeys]);
});

afterAll(async () => {
  for (const child of running) child.kill("SIGKILL");
  await home.close();
  await rm(folder, { recursive: true });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

interface Running {
  readonly child: ChildProcess;
  readonly port: number;
  readonly adminPort: number;
  readonly output: () => string;
  readonly exit: Promise<number | null>;
}

async function start(vars: Record<string, string> = {}): Promise<Running> {
  const [port, adminPort] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, ["--import", "tsx", MAIN], {
    env: {
      KEYBRAKE_PROXY_PORT: String(port),
      KEYBRAKE_PROXY_ADMIN_PORT: String(adminPort),
      KEYBRAKE_SANDBOX_PORT: new URL(home.sandbox.url).port,
      DATABASE_URL: home.database.proxyUrl,
      KEYBRAKE_SEALING_PRIVATE_KEY_FILE: join(folder, "sealing.key"),
      ...vars,
    },
  });
  running.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (bytes: Buffer) => {
      output += bytes.toString();
    });
  }
  const exit = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { child, port, adminPort, output: () => output, exit };
}

async function ready({ adminPort, output }: Running): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const response = await fetch(`http://127.0.0.1:${adminPort}/readyz`).catch(() => null);
    if (response?.status === 200 && output().includes("takes calls")) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(output());
}

/** @param fault a magic value of the sandbox, which one test's call cannot take from another's. */
function pay(port: number, key: TestKey, fault?: string): Promise<Response> {
  return fetch(`http://127.0.0.1:${port}/v1/payment_intents`, {
    method: "POST",
    body: fault === undefined ? payment : `${payment}&metadata[sandbox]=${fault}`,
    headers: { authorization: `Bearer ${key.token}`, "content-type": "application/x-www-form-urlencoded" },
  });
}

describe.concurrent("the proxy as a process", () => {
  it.each([
    ["DATABASE_URL", "mysql://u:hunter2@nowhere"],
    ["KEYBRAKE_SEALING_PRIVATE_KEY_FILE", "/nowhere/sealing.key"],
    ["KEYBRAKE_TLS_CERT_FILE", "/nowhere/cert.pem"],
  ])("does not start with a wrong %s, says so in one line and exits with 78", async (name, value) => {
    const proxy = await start({
      [name]: value,
      ...(name.includes("TLS") ? { KEYBRAKE_TLS_KEY_FILE: value } : {}),
    });
    expect(await proxy.exit).toBe(78);
    expect(proxy.output().trim().split("\n")).toHaveLength(1);
    expect(proxy.output()).not.toContain("hunter2");
  });

  it("ends in order on SIGTERM: the call in hand is answered and settled, the instance is stopped", async () => {
    const proxy = await start();
    await ready(proxy);
    const key = await home.issue();
    const call = pay(proxy.port, key, "slow:800");
    await new Promise((resolve) => setTimeout(resolve, 400));
    proxy.child.kill("SIGTERM");
    expect((await call).status).toBe(200);
    expect(await proxy.exit).toBe(0);
    expect((await home.rows(key.run)).at(-1)).toMatchObject({ state: "accrued", status: 200 });
    const { rows } = await home.superuser.query("SELECT stopped_at FROM proxy_instance WHERE pid = $1", [
      proxy.child.pid,
    ]);
    expect(rows[0].stopped_at).toBeInstanceOf(Date);
    expect(proxy.output()).not.toContain(key.token);
  }, 40_000);

  it("serves TLS, and says loudly that an origin is overridden", async () => {
    const [cert, certKey] = [join(folder, "cert.pem"), join(folder, "cert.key")];
    execFileSync("openssl", [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"],
      ...["-subj", "/CN=127.0.0.1", "-keyout", certKey, "-out", cert],
    ]);
    const proxy = await start({
      KEYBRAKE_TLS_CERT_FILE: cert,
      KEYBRAKE_TLS_KEY_FILE: certKey,
      KEYBRAKE_ORIGIN_STRIPE: "http://127.0.0.1:9",
    });
    await ready(proxy);
    const key = await home.issue();
    const status = await new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${key.token}`,
        "content-type": "application/x-www-form-urlencoded",
      };
      const options = {
        port: proxy.port,
        method: "POST",
        path: "/v1/payment_intents",
        rejectUnauthorized: false,
      };
      request({ host: "127.0.0.1", ...options, headers }, (response) => resolve(response.statusCode))
        .on("error", reject)
        .end(payment);
    });
    expect(status).toBe(200);
    expect(proxy.output()).toContain("ORIGIN OVERRIDE");
    proxy.child.kill("SIGTERM");
    expect(await proxy.exit).toBe(0);
  }, 40_000);

  it("that is killed leaves its open call to another one, as unknown with its full amount", async () => {
    const [doomed, heir] = await Promise.all([start(), start()]);
    await Promise.all([ready(doomed), ready(heir)]);
    const key = await home.issue({ dailyUsd: 15 });
    const call = pay(doomed.port, key, "hang").catch(() => null);
    await new Promise((resolve) => setTimeout(resolve, 500));
    doomed.child.kill("SIGKILL");
    await call;
    // The amount counts from the first moment, and goes on counting.
    expect((await pay(heir.port, key)).status).toBe(429);
    let states: unknown[] = [];
    for (let tries = 0; tries < 120 && !states.includes("unknown"); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      const { rows } = await home.superuser.query(
        "SELECT state FROM audit_log WHERE agent_run_id = $1 ORDER BY id",
        [key.run],
      );
      states = rows.map((row) => row.state).filter((state) => state !== "released");
    }
    expect(states).toEqual(["unknown", "denied"]);
    expect((await pay(heir.port, key)).status).toBe(429);
  }, 60_000);
});
