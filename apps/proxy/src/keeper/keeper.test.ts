import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createLog } from "../log.ts";
import { TestProxy } from "../testing/test-proxy.ts";
import { heartbeat } from "./heartbeat.ts";
import { Keeper } from "./keeper.ts";
import { noteCredentialUse } from "./note-credential-use.ts";
import { reapDeadInstances } from "./reap-dead-instances.ts";
import type { KeeperTask } from "./task.ts";

let proxy: TestProxy;

beforeAll(async () => {
  proxy = await TestProxy.start();
});

afterAll(() => proxy.close());

const log = createLog("error", { write: () => undefined });

async function runOnce(tasks: readonly KeeperTask[], onError = vi.fn()): Promise<typeof onError> {
  const keeper = new Keeper({ database: proxy.proxyDatabase, tasks, onError });
  keeper.start();
  await keeper.stop();
  return onError;
}

describe("the keeper", () => {
  it("goes on with the other tasks when one fails, and says which", async () => {
    const ran: string[] = [];
    const onError = await runOnce([
      { name: "bad", everyMs: 1_000, elected: false, run: () => Promise.reject(new Error("no")) },
      { name: "good", everyMs: 1_000, elected: false, run: async () => void ran.push("good") },
    ]);
    expect(ran).toEqual(["good"]);
    expect(onError).toHaveBeenCalledExactlyOnceWith(new Error("no"), "bad");
  });

  it("does not start a task anew while it runs", async () => {
    let running = 0;
    let most = 0;
    const slow: KeeperTask = {
      name: "slow",
      everyMs: 10,
      elected: false,
      run: async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 60));
        running -= 1;
      },
    };
    const keeper = new Keeper({ database: proxy.proxyDatabase, tasks: [slow], onError: vi.fn() });
    keeper.start();
    await new Promise((resolve) => setTimeout(resolve, 150));
    await keeper.stop();
    expect(most).toBe(1);
    expect(running).toBe(0);
  });

  it("turns the holds of a proxy that fell silent into unknown, keeping their amount", async () => {
    const key = await proxy.issue();
    await proxy.request(key, "/v1/payment_intents", { body: "amount=1000&currency=usd" });
    await proxy.rows(key.run);
    const dead = uuidv7();
    await proxy.superuser.query(
      `INSERT INTO proxy_instance SELECT (jsonb_populate_record(p, jsonb_build_object('id', $1::text))).* FROM proxy_instance p LIMIT 1`,
      [dead],
    );
    await proxy.superuser.query(
      "UPDATE proxy_instance SET heartbeat_at = clock_timestamp() - interval '1 minute' WHERE id = $1",
      [dead],
    );
    await proxy.superuser.query(
      "UPDATE call SET state = 'held', proxy_instance_id = $1, completed_at = NULL WHERE agent_run_id = $2 AND state = 'accrued'",
      [dead, key.run],
    );
    expect(await runOnce([reapDeadInstances(proxy.proxyDatabase, log)])).not.toHaveBeenCalled();
    expect((await proxy.rows(key.run)).at(-1)).toMatchObject({ state: "unknown", held: 10, cost: null });
  });

  it("keeps this proxy's heart beating", async () => {
    await proxy.superuser.query(
      "UPDATE proxy_instance SET heartbeat_at = clock_timestamp() - interval '5 seconds'",
    );
    await runOnce([heartbeat(proxy.proxyDatabase)]);
    const { rows } = await proxy.superuser.query(
      "SELECT count(*)::int AS fresh FROM proxy_instance WHERE heartbeat_at > clock_timestamp() - interval '3 seconds'",
    );
    expect(rows[0].fresh).toBeGreaterThan(0);
  });

  it("notes when a credential was last used", async () => {
    const key = await proxy.issue();
    await proxy.request(key, "/v1/payment_intents", { body: "amount=1000&currency=usd" });
    await runOnce([noteCredentialUse(proxy.proxyDatabase, proxy.plane.credentials)]);
    const { rows } = await proxy.superuser.query("SELECT last_used_at FROM credential WHERE id = $1", [
      proxy.credentialId,
    ]);
    expect(rows[0].last_used_at).toBeInstanceOf(Date);
    expect(proxy.plane.credentials.takeUsed()).toEqual([]);
  });
});
