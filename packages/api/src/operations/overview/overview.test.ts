import type { ProxyDatabase } from "@keybrake/database";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runOperation } from "../../testing/run-operation.ts";
import { callUnder, openProxy, settlementOf } from "../../testing/sample-calls.ts";
import { addSandboxCredential, idOf, issue } from "../../testing/sample-key.ts";
import { TestApi } from "../../testing/test-api.ts";
import { showOverviewOperation } from "./show.ts";

let api: TestApi;
let proxy: ProxyDatabase;

beforeAll(async () => {
  api = await TestApi.start();
  proxy = await openProxy(api.proxyUrl);
});

afterAll(async () => {
  await proxy.close();
  await api.stop();
});

const overview = (organizationId: string) =>
  runOperation(api, showOverviewOperation, { organizationId, input: {} });

describe("the overview", () => {
  test("of an empty organization invents nothing", async () => {
    const { organizationId } = await api.organization("Asia/Kolkata");
    expect(await overview(organizationId)).toMatchObject({
      today: {
        spent_usd: "0",
        held_usd: "0",
        accrued_usd: "0",
        unknown_usd: "0",
        allowed_calls: 0,
        denied_calls: 0,
        unknown: { calls: 0, held_usd: "0", oldest_at: null },
        caps: { live_keys: 0, daily_cap_usd: "0", used_usd: "0", left_usd: "0", keys_without_daily_cap: 0 },
      },
      is_new: true,
      near_cap: [],
      agents: [],
      time_zone: "Asia/Kolkata",
    });
  });

  test("calls it new until a call of it was refused, or it has more than three keys", async () => {
    const isNew = async (organizationId: string) => (await overview(organizationId)).is_new;
    const [braked, grown] = [await api.organization(), await api.organization()];
    for (const client of [braked, grown]) await addSandboxCredential(client);
    const key = await issue(braked, { daily_usd_cap: 5 });
    for (const [priceMicros, expected] of [
      [4_000_000n, true],
      [4_000_000n, false],
    ] as const) {
      await proxy.ledger.hold(callUnder(braked.organizationId, key, { priceMicros }));
      expect(await isNew(braked.organizationId)).toBe(expected);
    }
    for (const expected of [true, true, true, false]) {
      await issue(grown);
      expect(await isNew(grown.organizationId)).toBe(expected);
    }
  });

  test("sets what live keys have used against their caps, and names those near one with what is left", async () => {
    const client = await api.organization();
    const { organizationId } = client;
    await addSandboxCredential(client);
    const full = await issue(client, { daily_usd_cap: 24, run_usd_cap: 100 });
    const run = await issue(client, {
      agent_run_label: "ops/run_1",
      daily_usd_cap: undefined,
      run_usd_cap: "12.5",
    });
    const idle = await issue(client, { agent_run_label: "idle/run_1", daily_usd_cap: 1000 });
    const dead = await issue(client, { daily_usd_cap: 10 });
    const calls = [full, full, run, dead].map((key) => callUnder(organizationId, key));
    for (const call of calls) await proxy.ledger.hold(call);
    const [settled, , ofRun] = calls;
    if (settled === undefined || ofRun === undefined) throw new Error("no calls");
    await proxy.ledger.settle(settlementOf(settled, { costMicros: 9_500_000n }));
    await proxy.ledger.settle(settlementOf(ofRun, { state: "unknown" }));
    await proxy.ledger.hold(
      callUnder(organizationId, full, { refused: "denied_endpoint", refusedStatus: 403 }),
    );
    await client.post(`/vault-keys/${idOf(dead)}/revoke`);

    const shown = await overview(organizationId);
    expect(shown.today).toMatchObject({
      spent_usd: "9.5",
      held_usd: "20",
      accrued_usd: "0",
      unknown_usd: "10",
      allowed_calls: 4,
      denied_calls: 1,
      in_flight_calls: 2,
      unknown: { calls: 1, held_usd: "10", oldest_at: expect.any(String) },
      caps: {
        live_keys: 3,
        daily_cap_usd: "1024",
        used_usd: "19.5",
        left_usd: "1004.5",
        keys_without_daily_cap: 1,
      },
    });
    expect(shown.near_cap).toMatchObject([
      { vault_key_id: idOf(full), cap: "daily", cap_usd: "24", used_usd: "19.5", left_usd: "4.5" },
      { vault_key_id: idOf(run), cap: "run", cap_usd: "12.5", used_usd: "10", left_usd: "2.5" },
    ]);
    expect(
      shown.agents.map((agent) => [agent.agent_name, agent.spent_usd, agent.live_keys, agent.left_today_usd]),
    ).toEqual([
      ["billing", "9.5", 1, "4.5"],
      ["idle", "0", 1, "1000"],
      ["ops", "0", 1, null],
    ]);
    expect(idOf(idle)).toBeTruthy();
  });
});
