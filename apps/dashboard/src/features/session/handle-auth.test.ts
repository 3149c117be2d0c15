import type { Identity } from "@keybrake/api";
import { afterEach, describe, expect, test, vi } from "vitest";
import { handleAuth } from "./handle-auth.ts";

const publicDashboardUrl = "http://127.0.0.1:3000";
const settings = {
  publicDashboardUrl,
  authSecret: "s".repeat(43),
  google: null,
  github: { clientId: "our-id", clientSecret: "our-secret" },
};
const NEW_TOKEN = "n".repeat(43);

afterEach(() => vi.unstubAllGlobals());

interface Asked {
  readonly answers?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
}

async function ask(method: string, path: string, { answers = {}, headers = {}, form }: Asked = {}) {
  const calls = vi.fn();
  const identity = new Proxy({} as Identity, {
    get:
      (_, name: string) =>
      async (...input: unknown[]) => {
        calls(name, ...input);
        return answers[name] ?? null;
      },
  });
  const faults: unknown[] = [];
  const body = method === "POST" ? new URLSearchParams(form).toString() : null;
  const request = new Request(`http://spoofed.example.com/api/auth${path}`, {
    method,
    body,
    headers: {
      ...(body === null
        ? {}
        : {
            origin: publicDashboardUrl,
            "content-type": "application/x-www-form-urlencoded",
            "content-length": String(body.length),
          }),
      host: "spoofed.example.com",
      "x-keybrake-client-ip": "192.0.2.1",
      "user-agent": "test",
      ...headers,
    },
  });
  const onFault = ({ cause }: { cause: unknown }) => faults.push(cause);
  const response = await handleAuth(request, { identity, settings, onFault });
  return { response, calls, faults, cookies: response.headers.getSetCookie() };
}

const person = { userId: "0190a000-0000-7000-8000-000000000001", email: "a@example.com", name: "Ada" };
const createSession = { token: NEW_TOKEN, expiresAt: new Date() };

describe("a password", () => {
  const form = { email: person.email, password: "secret words", callbackUrl: "/keys" };

  test("that is right makes a session of ours, whose random token is the cookie, and ends the one before", async () => {
    const { response, calls, cookies } = await ask("POST", "/callback/credentials", {
      form,
      headers: { cookie: "keybrake-session=old" },
      answers: { checkPassword: { ok: true, value: person }, createSession },
    });
    expect(response.headers.get("location")).toBe(`${publicDashboardUrl}/keys`);
    expect(cookies.find((cookie) => cookie.startsWith("keybrake-session="))).toMatch(
      new RegExp(`^keybrake-session=${NEW_TOKEN};.*HttpOnly.*SameSite=Lax`),
    );
    expect(calls).toHaveBeenCalledWith("createSession", {
      userId: person.userId,
      clientIp: "192.0.2.1",
      userAgent: "test",
      replaces: "old",
    });
  });

  test("that is wrong makes none, and says why in the address of the sign-in page", async () => {
    const problem = { code: "too_many_attempts", detail: "", errors: [] };
    const { response, calls, cookies, faults } = await ask("POST", "/callback/credentials", {
      form,
      answers: { checkPassword: { ok: false, problem } },
    });
    expect(response.headers.get("location")).toBe(
      `${publicDashboardUrl}/sign-in?error=CredentialsSignin&code=too_many_attempts`,
    );
    expect(calls.mock.calls.map(([name]) => name)).toEqual(["checkPassword"]);
    expect(cookies.filter((cookie) => cookie.startsWith("keybrake-session="))).toEqual([]);
    expect(faults).toEqual([]);
  });

  test("leads nowhere but to this dashboard", async () => {
    const { response } = await ask("POST", "/callback/credentials", {
      form: { ...form, callbackUrl: "https://evil.example.com/" },
      answers: { checkPassword: { ok: true, value: person }, createSession },
    });
    expect(new URL(response.headers.get("location") ?? "").origin).toBe(publicDashboardUrl);
  });
});

test("nothing of it is done at another site's bidding", async () => {
  for (const path of ["/callback/credentials", "/signin/github", "/signout"]) {
    const { response, calls } = await ask("POST", path, { headers: { origin: "https://evil.example.com" } });
    expect(response.status, path).toBe(403);
    expect(calls).not.toHaveBeenCalled();
  }
});

test("what Auth.js has besides is not reached: its pages, and its own way with sessions", async () => {
  for (const [method, path] of [
    ["GET", "/session"],
    ["POST", "/session"],
    ["GET", "/signin"],
    ["GET", "/signout"],
    ["GET", "/csrf"],
    ["GET", "/error"],
    ["GET", "/callback/credentials"],
    ["POST", "/callback/github"],
    ["GET", "/callback/github/x"],
  ] as const) {
    expect((await ask(method, path)).response.status, `${method} ${path}`).toBe(404);
  }
});

describe("signing in with GitHub", () => {
  /** GitHub, as far as it is asked. */
  function stubGitHub(verified: boolean) {
    const answers = new Map<string, unknown>([
      ["https://github.com/login/oauth/access_token", { access_token: "at", token_type: "bearer" }],
      ["https://api.github.com/user", { id: 7, login: "ada", name: "Ada", email: "shown@example.com" }],
      ["https://api.github.com/user/emails", [{ email: "a@example.com", primary: true, verified }]],
    ]);
    vi.stubGlobal("fetch", async (input: string | URL | Request) => {
      const url = String(input instanceof Request ? input.url : input);
      if (!answers.has(url)) throw new Error(`nobody is at ${url}`);
      return Response.json(answers.get(url));
    });
  }

  async function comeBack(verified: boolean, answers: Record<string, unknown>) {
    const begun = await ask("POST", "/signin/github", { headers: { "x-auth-return-redirect": "1" } });
    const { url } = (await begun.response.json()) as { url: string };
    const state = new URL(url).searchParams.get("state") ?? "";
    const cookie = begun.cookies.map((line) => line.split(";")[0]).join("; ");
    stubGitHub(verified);
    const back = await ask("GET", `/callback/github?code=c&state=${encodeURIComponent(state)}`, {
      headers: { cookie },
      answers: { createSession, ...answers },
    });
    return { url: new URL(url), ...back };
  }

  test("begins with a page of GitHub's, which sends people back to the address that they know", async () => {
    const { url } = await comeBack(true, {});
    expect(url.origin + url.pathname).toBe("https://github.com/login/oauth/authorize");
    expect(url.searchParams.get("redirect_uri")).toBe(`${publicDashboardUrl}/api/auth/callback/github`);
    expect(url.searchParams.get("code_challenge_method")).toBe("S256");
  });

  test("connects the account by its proven address, and makes a session", async () => {
    const { calls, cookies, faults } = await comeBack(true, {
      linkOrCreate: { ok: true, value: { userId: person.userId } },
      findUserByAccount: person,
    });
    expect(faults).toEqual([]);
    expect(calls).toHaveBeenCalledWith("linkOrCreate", {
      provider: "github",
      providerAccountId: "7",
      email: "a@example.com",
      name: "Ada",
      sessionToken: undefined,
    });
    expect(cookies.some((cookie) => cookie.startsWith(`keybrake-session=${NEW_TOKEN};`))).toBe(true);
  });

  test("makes nothing of an address that was not proven, or that nobody invited", async () => {
    const unproven = await comeBack(false, {});
    expect(unproven.response.headers.get("location")).toBe(
      `${publicDashboardUrl}/sign-in?error=email_not_verified`,
    );
    const problem = { code: "account_not_connected", detail: "", errors: [] };
    const stranger = await comeBack(true, { linkOrCreate: { ok: false, problem } });
    expect(stranger.response.headers.get("location")).toBe(
      `${publicDashboardUrl}/sign-in?error=account_not_connected`,
    );
    for (const { calls } of [unproven, stranger]) {
      expect(calls.mock.calls.map(([name]) => name)).not.toContain("createSession");
    }
  });

  test("is refused to a browser that did not begin it", async () => {
    stubGitHub(true);
    const { calls } = await ask("GET", "/callback/github?code=c&state=x");
    expect(calls).not.toHaveBeenCalled();
  });
});
