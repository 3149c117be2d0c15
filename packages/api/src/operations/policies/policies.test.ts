import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addSandboxCredential, issue } from "../../testing/sample-key.ts";
import { TestApi } from "../../testing/test-api.ts";
import { addOrganization } from "../../testing/test-people.ts";
import { addPolicyVersionOperation } from "./add-version.ts";
import { archivePolicyOperation } from "./archive.ts";
import { createPolicyOperation } from "./create.ts";
import { listPoliciesOperation } from "./list.ts";
import { showPolicyOperation } from "./show.ts";

const rules = { vendor: "stripe", allowed_endpoints: ["POST /v1/payment_intents"], daily_usd_cap: 50 };

let api: TestApi;
let acme: Awaited<ReturnType<typeof addOrganization>>;

beforeAll(async () => {
  api = await TestApi.start();
  acme = await addOrganization(api);
});

afterAll(async () => {
  expect(api.faults).toEqual([]);
  await api.stop();
});

const create = (name: string, over: object = {}) =>
  acme.admin.does(createPolicyOperation, { name, rules: { ...rules, ...over } });

describe("a policy", () => {
  test("keeps every version, newest first, in the words of a request for a key", async () => {
    const { id } = await create("Refunds");
    const changed = await acme.admin.does(addPolicyVersionOperation, {
      id,
      base_version: 1,
      rules: { ...rules, daily_usd_cap: "20.50", expires_in: "2h", max_calls: 9 },
    });
    expect(await acme.auditor.does(showPolicyOperation, { id })).toEqual(changed);
    expect(changed.versions).toEqual([
      expect.objectContaining({
        version: 2,
        rules: {
          vendor: "stripe",
          allowed_endpoints: ["POST /v1/payment_intents"],
          daily_usd_cap: "20.5",
          expires_in: "2h",
          max_calls: 9,
        },
        created_by: `user:${acme.admin.userId}`,
      }),
      expect.objectContaining({ version: 1, rules: { ...rules, daily_usd_cap: "50" } }),
    ]);
  });

  test("is one that a key can be issued by, until it is archived", async () => {
    const client = await api.client(acme.organizationId);
    await addSandboxCredential(client);
    const { id } = await create("Billing", { expires_in: "4h" });
    const wish = { policy: "Billing", allowed_endpoints: undefined, daily_usd_cap: undefined };
    const issued = await issue(client, wish);
    expect(issued.json).toMatchObject({ daily_usd_cap: "50" });
    await acme.admin.does(archivePolicyOperation, { id });
    expect((await issue(client, wish)).paths).toEqual(["policy"]);
    expect(await acme.admin.codeOf(addPolicyVersionOperation, { id, base_version: 1, rules })).toBe(
      "policy_archived",
    );
    const names = async (archived: boolean) =>
      JSON.stringify(await acme.auditor.does(listPoliciesOperation, { archived }));
    expect(await names(false)).not.toContain("Billing");
    expect(await names(true)).toContain("Billing");
  });

  test("changes only from the version that its editor has seen: of several at once one wins", async () => {
    const { id } = await create("Contended");
    const codes = await Promise.all(
      Array.from({ length: 5 }, () =>
        acme.admin.codeOf(addPolicyVersionOperation, { id, base_version: 1, rules }),
      ),
    );
    expect(codes.filter((code) => code === "ok")).toHaveLength(1);
    expect(codes.filter((code) => code === "policy_changed")).toHaveLength(4);
  });

  test("has a name of its own, that does not read like an id", async () => {
    await create("Twice");
    expect(await acme.admin.codeOf(createPolicyOperation, { name: "Twice", rules })).toBe(
      "policy_name_taken",
    );
    const like = await acme.admin.run(createPolicyOperation, { name: acme.admin.userId, rules });
    expect(like).toMatchObject({ ok: false, problem: { errors: [{ path: "name" }] } });
  });

  test.each([
    ["rules.vendor", { vendor: "nobody" }],
    ["rules.allowed_endpoints[0]", { allowed_endpoints: ["POST /v1/paymentintents"] }],
    ["rules.expires_in", { expires_in: "5s" }],
    ["rules.daily_usd_cap", { daily_usd_cap: "-1" }],
    ["rules.daily_cap", { daily_cap: 5 }],
  ])("is refused naming %s (%j)", async (path, over) => {
    const result = await acme.admin.run(createPolicyOperation, { name: "Bad", rules: { ...rules, ...over } });
    expect(result.ok ? [] : result.problem.errors.map((error) => error.path)).toContain(path);
  });
});
