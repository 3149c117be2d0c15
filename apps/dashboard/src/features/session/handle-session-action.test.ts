import type { Identity } from "@keybrake/api";
import { describe, expect, test, vi } from "vitest";
import { handleSessionAction } from "./handle-session-action.ts";

const publicDashboardUrl = "http://127.0.0.1:3000";
const session = { token: "n".repeat(43), expiresAt: new Date(Date.now() + 3_600_000) };

/** Answers every call as given, and remembers what it was asked. */
function identityOf(answers: Readonly<Record<string, unknown>>) {
  const calls = vi.fn();
  const identity = new Proxy({} as Identity, {
    get:
      (_, name: string) =>
      async (...input: unknown[]) => {
        calls(name, ...input);
        const answer = answers[name];
        if (answer instanceof Error) throw answer;
        return answer;
      },
  });
  return { identity, calls };
}

async function post(
  name: string,
  body: unknown,
  {
    answers = {},
    headers = {},
  }: { answers?: Record<string, unknown>; headers?: Record<string, string> } = {},
) {
  const { identity, calls } = identityOf(answers);
  const faults: unknown[] = [];
  const request = new Request(`${publicDashboardUrl}/api/session/${name}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: {
      origin: publicDashboardUrl,
      "content-type": "application/json",
      "x-keybrake-client-ip": "192.0.2.1",
      "user-agent": "test",
      ...headers,
    },
  });
  const onFault = ({ cause }: { cause: unknown }) => faults.push(cause);
  const providers = ["github"];
  const dependencies = { identity, publicDashboardUrl, providers, onFault };
  const response = await handleSessionAction(request, name, dependencies);
  const text = await response.text();
  const json = text === "" ? null : JSON.parse(text);
  return { status: response.status, json, cookie: response.headers.get("set-cookie"), calls, faults };
}

const signIn = { email: "a@example.com", password: "secret words" };

describe("signing in", () => {
  test("puts the new token into the cookie and nowhere else, and hands over the old one to be ended", async () => {
    const { status, json, cookie, calls } = await post("sign-in", signIn, {
      answers: { signInWithPassword: { ok: true, value: session } },
      headers: { cookie: "keybrake-session=old" },
    });
    expect([status, json]).toEqual([204, null]);
    expect(cookie).toMatch(new RegExp(`^keybrake-session=${session.token}; .*HttpOnly`));
    const client = { clientIp: "192.0.2.1", userAgent: "test" };
    expect(calls.mock.calls).toEqual([["signInWithPassword", { ...signIn, ...client, replaces: "old" }]]);
  });

  test("that failed says so as a problem, and leaves the cookie", async () => {
    const problem = { code: "sign_in_failed", detail: "No.", errors: [] };
    const answer = await post("sign-in", signIn, { answers: { signInWithPassword: { ok: false, problem } } });
    expect([answer.status, answer.json.code, answer.cookie]).toEqual([401, "sign_in_failed", null]);
  });
});

test.each([
  ["another site's page", { origin: "https://evil.example.com" }],
  ["a page that hides its origin", { origin: "null" }],
  ["another site's page, by the browser's word", { "sec-fetch-site": "cross-site" }],
])("nothing is done at the bidding of %s", async (_, headers) => {
  const names = ["sign-in", "sign-out", "switch-organization", "accept-invitation"];
  for (const name of [...names, "change-password", "remove-account"]) {
    const { status, json, calls } = await post(name, {}, { headers });
    expect([status, json.code], name).toEqual([403, "cross_site"]);
    expect(calls).not.toHaveBeenCalled();
  }
});

test.each([
  ["sign-in", { ...signIn, userId: "x" }],
  ["sign-in", { ...signIn, organization_id: "x" }],
  ["set-up", { ...signIn, code: "x", organization_name: "x", name: "x", role: "owner" }],
  ["accept-invitation", { token: "x", email: "a@example.com" }],
  ["create-organization", { name: "x", userId: "x" }],
  ["sign-in", { email: "a@example.com", password: "x".repeat(1_025) }],
  ["sign-in", [signIn]],
  ["sign-out", null],
])("%s refuses %j", async (name, body) => {
  const { status, json, calls } = await post(name, body);
  expect([status, json.code]).toEqual([400, "invalid_request"]);
  expect(calls).not.toHaveBeenCalled();
});

test("a form, which another site could send without asking, is refused", async () => {
  const { status } = await post("sign-out", {}, { headers: { "content-type": "text/plain" } });
  expect(status).toBe(415);
});

test("signing out takes the cookie away", async () => {
  const { cookie, calls } = await post("sign-out", {}, { headers: { cookie: "keybrake-session=old" } });
  expect(cookie).toContain("keybrake-session=; Path=/; Expires=Thu, 01 Jan 1970");
  expect(calls.mock.calls).toEqual([["signOut", "old"]]);
});

test("whoever changed their own role goes on under a new token", async () => {
  const headers = { cookie: "keybrake-session=old" };
  const { cookie, calls } = await post("renew", {}, { answers: { renewSession: session }, headers });
  expect(cookie).toContain(`keybrake-session=${session.token};`);
  expect(calls.mock.calls).toEqual([["renewSession", "old"]]);
  expect((await post("renew", {}, { answers: { renewSession: null }, headers })).status).toBe(401);
});

test("a changed password goes on under a new cookie, and the answer says how many sessions ended", async () => {
  const passwords = { present_password: "old words", new_password: "new words" };
  const answers = { changePassword: { ok: true, value: { ...session, ended: 2 } } };
  const headers = { cookie: "keybrake-session=old" };
  const { json, cookie, calls } = await post("change-password", passwords, { answers, headers });
  expect(json).toEqual({ ended: 2 });
  expect(cookie).toContain(`keybrake-session=${session.token};`);
  expect(calls.mock.calls).toEqual([["changePassword", "old", { ...passwords, clientIp: "192.0.2.1" }]]);
});

test("which ways in are usable is the dashboard's to say, never the browser's", async () => {
  const account = { provider: "github", provider_account_id: "7" };
  const answers = { removeAccount: { ok: true, value: { ended: 0 } } };
  const headers = { cookie: "keybrake-session=mine" };
  const { calls } = await post("remove-account", account, { answers, headers });
  const asked = { provider: "github", providerAccountId: "7", usable: ["github"] };
  expect(calls.mock.calls).toEqual([["removeAccount", "mine", asked]]);
  expect((await post("remove-account", { ...account, usable: ["google"] })).status).toBe(400);
});

test("a fault is reported, and its words stay here", async () => {
  const { status, json, faults } = await post("sign-in", signIn, {
    answers: { signInWithPassword: new Error("relation app_user") },
  });
  expect([status, json.code]).toEqual([500, "internal_error"]);
  expect(JSON.stringify(json)).not.toContain("app_user");
  expect(faults).toHaveLength(1);
});

test("there is nothing behind another name", async () => {
  for (const name of ["constructor", "__proto__", "x"]) expect((await post(name, {})).status).toBe(404);
});
