import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPrivateKeyFile, createSealingKeyPair, readPrivateKeyFile } from "@keybrake/vault";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TestProxy } from "../testing/test-proxy.ts";
import { createAdminServer } from "./admin-server.ts";
import { checkReadiness } from "./readiness.ts";

const keys = createSealingKeyPair();
let proxy: TestProxy;
let admin: Server;
let folder = "";
let sealingPublicKeyId: string | null = null;
let url = "";

beforeAll(async () => {
  proxy = await TestProxy.start();
  folder = await mkdtemp(join(tmpdir(), "keybrake-admin-"));
  const path = join(folder, "sealing.key");
  await createPrivateKeyFile(path, [keys]);
  admin = createAdminServer({
    metrics: proxy.plane.metrics,
    checkReadiness: () =>
      checkReadiness({
        database: proxy.proxyDatabase,
        readKeyFile: () => readPrivateKeyFile(path),
        keyIds: [keys.publicKey.id],
        sealingPublicKeyId,
        isDraining: () => proxy.plane.load.isDraining,
        isSettleBacklogFull: () => proxy.plane.settlements.isFull,
      }),
  });
  await new Promise<void>((resolve) => admin.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(admin.address() as AddressInfo).port}`;
});

afterAll(async () => {
  admin.close();
  await proxy.close();
  await rm(folder, { recursive: true });
});

async function readiness(): Promise<{ status: number; reasons: string }> {
  const response = await fetch(`${url}/readyz`);
  return { status: response.status, reasons: await response.text() };
}

describe("the admin port", () => {
  it("says that the process lives, whatever else is wrong", async () => {
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/healthz`, { method: "POST" })).status).toBe(405);
    expect((await fetch(`${url}/v1/payment_intents`)).status).toBe(404);
  });

  it("is ready with a durable database and its key file", async () => {
    expect(await readiness()).toEqual({ status: 200, reasons: '{"ready":true,"reasons":[]}' });
  });

  it("is not ready when others can read the key file", async () => {
    await chmod(join(folder, "sealing.key"), 0o644);
    expect(await readiness()).toMatchObject({ status: 503, reasons: expect.stringContaining("chmod 600") });
    await chmod(join(folder, "sealing.key"), 0o600);
  });

  it("is not ready when the dashboard seals to a key that it does not have", async () => {
    sealingPublicKeyId = createSealingKeyPair().publicKey.id;
    expect(await readiness()).toMatchObject({
      status: 503,
      reasons: expect.stringContaining("would not open"),
    });
    sealingPublicKeyId = null;
  });

  it("is not ready when the file has changed to another key", async () => {
    const path = join(folder, "sealing.key");
    await rm(path);
    await createPrivateKeyFile(path, [createSealingKeyPair()]);
    expect(await readiness()).toMatchObject({ status: 503, reasons: expect.stringContaining("restart") });
    await writeFile(path, "nothing");
    expect((await readiness()).status).toBe(503);
    await rm(path);
    await createPrivateKeyFile(path, [keys]);
  });

  it("is not ready when Postgres would forget an acknowledged commit", async () => {
    const { superuser, database } = proxy;
    const name = new URL(database.superuserUrl).pathname.slice(1);
    await superuser.query(`ALTER DATABASE ${name} SET synchronous_commit = off`);
    const other = await fetch(`${url}/readyz`);
    // Connections that are open keep their setting; new ones do not.
    await superuser.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'keybrake look-ups'",
    );
    let last = { status: other.status, reasons: "" };
    for (let tries = 0; tries < 20 && !last.reasons.includes("synchronous_commit"); tries += 1)
      last = await readiness();
    expect(last).toMatchObject({ status: 503, reasons: expect.stringContaining("synchronous_commit") });
    await superuser.query(`ALTER DATABASE ${name} RESET synchronous_commit`);
    await superuser.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'keybrake look-ups'",
    );
  });

  it("counts calls by vendor and verdict, and what was turned away by reason", async () => {
    const key = await proxy.issue();
    await proxy.request(key, "/v1/payment_intents", { body: "amount=1000&currency=usd" });
    await proxy.request(key, "/v1/refunds", { body: "charge=ch_1" });
    await proxy.request(null, "/v1/refunds");
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(text).toContain('keybrake_calls_total{vendor="stripe",verdict="allowed"} 1');
    expect(text).toContain('keybrake_calls_total{vendor="stripe",verdict="denied_endpoint"} 1');
    expect(text).toContain('keybrake_turned_away_total{reason="key_missing"} 1');
    expect(text).toMatch(/keybrake_ledger_hold_seconds_count 2/);
    expect(text).not.toContain(key.token);
  });
});
