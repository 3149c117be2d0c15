import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { roles } from "./access.ts";
import { operations } from "./operations.ts";
import { addSandboxCredential, idOf, issue } from "./testing/sample-key.ts";
import { TestApi } from "./testing/test-api.ts";
import { addOrganization, addPerson, type TestPerson } from "./testing/test-people.ts";

/** Everything that an operation can name, of one organization. */
interface Objects {
  readonly vaultKeyId: string;
  readonly credentialId: string;
  readonly policyId: string;
  readonly userId: string;
  readonly invitationId: string;
  readonly serviceTokenId: string;
  readonly callId: string;
  readonly agentName: string;
  readonly agentRunId: string;
  readonly vendorName: string;
}

const rules = { vendor: "stripe", allowed_endpoints: ["POST /v1/payment_intents"], daily_usd_cap: "7" };
const definition = {
  title: "Mail",
  origin: "https://api.mail.example",
  attachment: { kind: "bearer" },
  endpoints: [{ method: "POST", path: "/v1/mail", price: { kind: "flat", usd: "0.01" } }],
};
const stripeKey = { api_key: `rk_test_${"a".repeat(24)}` };

/** A good input of every operation, over the objects that it is to name. A new operation is red until it is here. */
const inputs: Readonly<Record<string, (objects: Objects) => object>> = {
  "vault-keys.issue": ({ credentialId }) => ({
    vendor: "stripe",
    agent_run_label: "billing/run_9",
    expires_in: "1h",
    credential_id: credentialId,
    allowed_endpoints: ["POST /v1/payment_intents"],
    daily_usd_cap: 5,
  }),
  "vault-keys.list": () => ({}),
  "vault-keys.in-flight": ({ vaultKeyId }) => ({ ids: [vaultKeyId] }),
  "vault-keys.limits": () => ({}),
  "vault-keys.table": ({ credentialId, policyId }) => ({
    credential_id: credentialId,
    policy_id: policyId,
  }),
  "vault-keys.show": ({ vaultKeyId: id }) => ({ id }),
  "vault-keys.revoke": ({ vaultKeyId: id }) => ({ id }),
  "runs.revoke": ({ agentRunId }) => ({ agent_run_id: agentRunId }),
  "runs.list": ({ agentName }) => ({ agent_name: agentName }),
  "runs.show": ({ agentRunId }) => ({ agent_run_id: agentRunId }),
  "agents.list": ({ agentName }) => ({ search: agentName }),
  "agents.show": ({ agentName }) => ({ agent_name: agentName }),
  "audit-log.list": ({ vaultKeyId }) => ({ vault_key_id: vaultKeyId }),
  "audit-log.export": ({ agentRunId }) => ({ agent_run_id: agentRunId }),
  "audit-log.show": ({ callId: id }) => ({ id }),
  "audit-log.totals": ({ agentRunId }) => ({ agent_run_id: agentRunId }),
  "audit-log.count": ({ agentRunId }) => ({ agent_run_id: agentRunId, min_usd: 1 }),
  "calls.resolve": ({ callId: id }) => ({ id, decision: "released", reason: "Looked." }),
  "spend.read": () => ({}),
  "overview.show": () => ({}),
  "charts.spend-over-time": ({ agentName }) => ({ agent_name: agentName }),
  "charts.calls-by-verdict": ({ agentName }) => ({ agent_name: agentName }),
  "charts.spend-by-vendor": ({ agentName }) => ({ agent_name: agentName }),
  "charts.top-endpoints": ({ agentName }) => ({ agent_name: agentName }),
  "search.find": ({ agentRunId }) => ({ text: agentRunId }),
  "credentials.create": () => ({ vendor: "stripe", label: "More", sandbox: true }),
  "credentials.list": () => ({}),
  "credentials.table": () => ({}),
  "credentials.use": ({ credentialId: id }) => ({ id }),
  "credentials.rotate": ({ credentialId: id }) => ({ id, secret: stripeKey }),
  "credentials.disable": ({ credentialId: id }) => ({ id }),
  "currency-rates.list": () => ({}),
  "currency-rates.set": () => ({ currency: "eur", usd_rate: "1.1" }),
  "prices.list": ({ credentialId: id }) => ({ id }),
  "prices.set": ({ credentialId: id }) => ({ id, prices: [{ item: "call", usd: "0.01" }] }),
  "vendors.list": () => ({}),
  "vendors.list-endpoints": ({ vendorName: vendor }) => ({ vendor }),
  "vendors.show": ({ vendorName: vendor }) => ({ vendor }),
  "vendors.define": () => ({ name: `a${uuidv7().slice(-12)}`, ...definition }),
  "vendors.change": ({ vendorName: vendor }) => ({ vendor, base_version: 1, ...definition }),
  "vendors.archive": ({ vendorName: vendor }) => ({ vendor }),
  "members.list": () => ({}),
  "members.change-role": ({ userId }) => ({ user_id: userId, role: "auditor" }),
  "members.remove": ({ userId }) => ({ user_id: userId }),
  "members.leave": () => ({}),
  "invitations.create": () => ({ email: `${uuidv7()}@example.com`, role: "auditor" }),
  "invitations.list": () => ({}),
  "invitations.revoke": ({ invitationId: id }) => ({ id }),
  "service-tokens.list": () => ({}),
  "service-tokens.create": () => ({ label: "Orchestrator", scopes: ["read"] }),
  "service-tokens.revoke": ({ serviceTokenId: id }) => ({ id }),
  "organizations.show": () => ({}),
  "organizations.update": () => ({ max_live_keys: 900 }),
  "activity.list": ({ userId }) => ({ actor: `user:${userId}` }),
  "activity.export": ({ userId }) => ({ actor: `user:${userId}` }),
  "policies.list": () => ({}),
  "policies.show": ({ policyId: id }) => ({ id }),
  "policies.create": () => ({ name: uuidv7().slice(1), rules }),
  "policies.add-version": ({ policyId: id }) => ({ id, base_version: 1, rules }),
  "policies.rename": ({ policyId: id }) => ({ id, name: "Renamed" }),
  "policies.archive": ({ policyId: id }) => ({ id }),
};

function inputOf(name: string, objects: Objects): object {
  const make = inputs[name];
  if (make === undefined) throw new Error(`${name} is not in this test's table`);
  return make(objects);
}

const absent: Objects = {
  vaultKeyId: uuidv7(),
  credentialId: uuidv7(),
  policyId: uuidv7(),
  userId: uuidv7(),
  invitationId: uuidv7(),
  serviceTokenId: uuidv7(),
  callId: uuidv7(),
  agentName: "nobody",
  agentRunId: "nobody/run_0",
  vendorName: "nobodys-mail",
};

let api: TestApi;
let theirs: Objects;
let theirOrganizationId: string;
let mine: Awaited<ReturnType<typeof addOrganization>>;

const withId = z.object({ id: z.string() });

beforeAll(async () => {
  api = await TestApi.start();
  const them = await addOrganization(api);
  theirOrganizationId = them.organizationId;
  theirs = await fill(them.organizationId, them.owner, them.member);
  mine = await addOrganization(api);
});

afterAll(async () => {
  expect(api.faults).toEqual([]);
  await api.stop();
});

/** One object of each kind, in an organization. */
async function fill(organizationId: string, owner: TestPerson, member: TestPerson): Promise<Objects> {
  const client = await api.client(organizationId);
  const credentialId = await addSandboxCredential(client);
  const key = await issue(client, { agent_run_label: "secretive/run_7" });
  const make = async (name: string) => {
    const operation = operations.find((candidate) => candidate.name === name);
    if (operation === undefined) throw new Error(`there is no ${name}`);
    return withId.parse(await owner.does(operation, inputOf(name, absent))).id;
  };
  const vendorName = "secretive-mail";
  await client.post("/vendors", { name: vendorName, ...definition });
  const callId = uuidv7();
  await api.superuser.query(
    `INSERT INTO call (organization_id, id, vault_key_id, credential_id, called_at, window_day, vendor, endpoint, method,
       path, agent_name, agent_run_id, key_label, policy_verdict, state, request, client_ip, user_agent)
     VALUES ($1, $2, $3, $4, now(), now()::date, 'stripe', 'POST /v1/payment_intents', 'POST', '/v1/payment_intents',
       'secretive', 'secretive/run_7', 'vk_…test', 'denied_endpoint', 'denied', '{}', '127.0.0.1', 'test')`,
    [organizationId, callId, idOf(key), credentialId],
  );
  return {
    vaultKeyId: idOf(key),
    credentialId,
    policyId: await make("policies.create"),
    userId: member.userId,
    invitationId: await make("invitations.create"),
    serviceTokenId: await make("service-tokens.create"),
    callId,
    agentName: "secretive",
    agentRunId: "secretive/run_7",
    vendorName,
  };
}

test("every operation is in this test's table", () => {
  expect(operations.map(({ name }) => name).filter((name) => inputs[name] === undefined)).toEqual([]);
});

describe.each(operations.map((operation) => [operation.name, operation] as const))(
  "%s",
  (name, operation) => {
    const { role: least } = operation.access;

    test(`is refused to everybody below ${least}, and to whoever is not signed in, whatever they send`, async () => {
      for (const role of roles.slice(0, roles.indexOf(least))) {
        for (const input of [inputOf(name, theirs), {}]) {
          expect(await mine[role].codeOf(operation, input), role).toBe("missing_role");
        }
      }
      const stranger = await addPerson(api, null);
      expect(await stranger.codeOf(operation, inputOf(name, absent))).toBe("no_organization");
      stranger.token = "A".repeat(43);
      expect(await stranger.codeOf(operation, inputOf(name, absent))).toBe("signed_out");
    });

    test("refuses a field that it does not know", async () => {
      for (const field of ["organization_id", "role_of", "__proto__x", "created_by"]) {
        const input = { ...inputOf(name, absent), [field]: theirOrganizationId };
        expect(await mine.owner.run(operation, input), field).toMatchObject({
          ok: false,
          problem: { code: "invalid_request" },
        });
      }
    });

    test("answers for another organization's object exactly as for one that nobody has", async () => {
      const somebody = await addPerson(api, { organizationId: mine.organizationId, role: "owner" });
      const again = await addPerson(api, { organizationId: mine.organizationId, role: "owner" });
      const [foreign, missing] = [inputOf(name, theirs), inputOf(name, absent)];
      const [toForeign, toMissing] = [
        await somebody.run(operation, foreign),
        await again.run(operation, missing),
      ];
      const text = JSON.stringify(toForeign);
      if (namesObjects(foreign)) {
        expect(withoutTimes(withoutNames(text))).toBe(withoutTimes(withoutNames(JSON.stringify(toMissing))));
      }
      // What it was asked for may come back in the answer; nothing else of theirs does.
      for (const [kind, value] of Object.entries({ ...theirs, theirOrganizationId })) {
        if (!JSON.stringify(foreign).includes(value)) expect(text, kind).not.toContain(value);
      }
    });
  },
);

function namesObjects(input: object): boolean {
  const text = JSON.stringify(input);
  return Object.values(theirs).some((value) => text.includes(value));
}

function withoutNames(text: string): string {
  let result = text;
  for (const objects of [theirs, absent]) {
    // The longest first: a run's name begins with its agent's.
    const values = Object.values(objects).sort((a, b) => b.length - a.length);
    for (const value of values) result = result.replaceAll(value, "X");
  }
  return result;
}

function withoutTimes(text: string): string {
  return text.replace(/\d{4}-\d\d-\d\dT[0-9:.]+Z/g, "T");
}
