import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callUnder, openProxy } from "../testing/sample-calls.ts";
import { addSandboxCredential, issue } from "../testing/sample-key.ts";
import { readAnswer, TestApi, type TestClient } from "../testing/test-api.ts";
import type { Caller, SignedIn } from "./caller.ts";
import { handleDownload } from "./run-download.ts";

let api: TestApi;
let own: TestClient;

beforeAll(async () => {
  api = await TestApi.start();
  own = await organizationWithACall("billing/run_1");
});

afterAll(() => api.stop());

async function organizationWithACall(run: string): Promise<TestClient> {
  const client = await api.organization();
  await addSandboxCredential(client);
  const key = await issue(client, { agent_run_label: run });
  const proxy = await openProxy(api.proxyUrl);
  await proxy.ledger.hold(callUnder(client.organizationId, key));
  await proxy.close();
  return client;
}

type Organization = SignedIn["organization"];

const auditor = (): Organization => ({ id: own.organizationId, role: "auditor" });

function callerOf(signedIn: SignedIn | null, over: Partial<Caller["platform"]> = {}) {
  return async (): Promise<Caller> => ({
    platform: {
      database: api.database,
      sealingKey: api.sealingKeys.publicKey,
      publicProxyUrl: "http://127.0.0.1:4100",
      onFault: ({ cause }: { readonly cause: unknown }) => api.faults.push(cause),
      ...over,
    } as Caller["platform"],
    live: { subscribe: () => () => undefined },
    signedIn,
    isSameOrigin: false,
    isStillIn: async () => true,
  });
}

const signedInTo = (organization: Organization): SignedIn => ({
  sessionId: "01970000-0000-7000-8000-000000000001",
  userId: "01970000-0000-7000-8000-000000000002",
  organization,
});

interface Asked {
  readonly query?: string;
  readonly name?: string;
  readonly signedIn?: SignedIn | null;
  readonly site?: string;
}

async function download({ query = "", name = "audit-log.export", signedIn, site }: Asked = {}) {
  const headers: Record<string, string> = site === undefined ? {} : { "sec-fetch-site": site };
  const request = new Request(`http://127.0.0.1:3000/exports/audit-log?${query}`, { headers });
  const who = signedIn === undefined ? signedInTo(auditor()) : signedIn;
  return readAnswer(await handleDownload(request, name, callerOf(who)));
}

describe("a file for the screens", () => {
  test("holds the rows of the session's organization and of no other", async () => {
    const stranger = await organizationWithACall("other/run_2");
    const answer = await download();
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="audit-log.csv"');
    expect(answer.text.trimEnd().split("\r\n")).toHaveLength(2);
    expect(answer.text).toContain("billing/run_1");
    expect(answer.text).not.toContain(stranger.organizationId);
  });

  test("is filtered as the REST export is, and refuses what that refuses", async () => {
    expect((await download({ query: "state=settled" })).text.trimEnd().split("\r\n")).toHaveLength(1);
    for (const query of ["verdict=denied", "order=asc", "organization_id=x", "state=held&state=settled"]) {
      const answer = await download({ query });
      expect([query, answer.status, answer.json.code]).toEqual([query, 400, "invalid_request"]);
    }
  });

  test.each([
    ["nobody is signed in", { signedIn: null }, 401, "signed_out"],
    ["no organization is chosen", { signedIn: signedInTo(null) }, 409, "no_organization"],
    ["another site links to it", { site: "cross-site" }, 403, "cross_site"],
    ["a sister site links to it", { site: "same-site" }, 403, "cross_site"],
    ["there is no such file", { name: "credentials.export" }, 404, "not_found"],
    ["what is named is no file", { name: "vault-keys.list" }, 404, "not_found"],
  ] satisfies [string, Asked, number, string][])("is refused where %s", async (...row) => {
    const [, asked, status, code] = row;
    const answer = await download(asked);
    expect([answer.status, answer.json.code]).toEqual([status, code]);
    expect(answer.text).not.toContain("billing/run_1");
  });

  test.each(["same-origin", "none"])("is given to a request that the browser calls %s", async (site) => {
    expect((await download({ site })).status).toBe(200);
  });

  test("that cannot be begun is a fault with an id, and nothing of its cause", async () => {
    const database = {
      ...api.database,
      withOrganizationConnection: () => Promise.reject(new Error("password of keybrake_app")),
    };
    const request = new Request("http://127.0.0.1:3000/exports/audit-log");
    const before = api.faults.length;
    const asked = handleDownload(request, "audit-log.export", callerOf(signedInTo(auditor()), { database }));
    const answer = await readAnswer(await asked);
    expect([answer.status, answer.json.code]).toEqual([500, "internal_error"]);
    expect(answer.text).not.toContain("password");
    expect(api.faults).toHaveLength(before + 1);
  });
});
