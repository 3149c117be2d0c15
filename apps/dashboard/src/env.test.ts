import { describe, expect, test } from "vitest";
import { readEnv } from "./env.ts";

/** Public, as every kbpub_1_ key is; nobody has the private half. */
const sealingKey = "kbpub_1__zsR7p4IrUDbUsEF5YY4xHSoY5XOhAjlZz5R-yzOeWIt6WCP";

const least = {
  KEYBRAKE_SEALING_PUBLIC_KEY: sealingKey,
  KEYBRAKE_APP_DATABASE_URL: "postgres://app@127.0.0.1/keybrake",
};

describe("the dashboard's environment", () => {
  test("needs a database and a sealing key, and stands on the contract's ports and loopback for the rest", () => {
    expect(readEnv(least)).toMatchObject({
      bind: "127.0.0.1",
      port: 3000,
      tls: null,
      appDatabaseUrl: "postgres://app@127.0.0.1/keybrake",
      publicDashboardUrl: "http://127.0.0.1:3000",
      publicProxyUrl: "http://127.0.0.1:4100",
      proxyReadyUrl: "http://127.0.0.1:4101/readyz",
      sandboxUrl: "http://127.0.0.1:4200",
    });
  });

  test("takes on the dashboard's role where it is given the owner's login", () => {
    const { KEYBRAKE_APP_DATABASE_URL: _, ...others } = least;
    const { appDatabaseUrl } = readEnv({ ...others, DATABASE_URL: "postgres://owner@127.0.0.1/keybrake" });
    expect(new URL(appDatabaseUrl).searchParams.get("options")).toBe("-c role=keybrake_app");
  });

  test("shows addresses with TLS where there is TLS, and the public ones as they are told, without a slash at the end", () => {
    const tls = { KEYBRAKE_TLS_CERT_FILE: "/etc/cert.pem", KEYBRAKE_TLS_KEY_FILE: "/etc/key.pem" };
    const told = readEnv({ ...least, ...tls, KEYBRAKE_PUBLIC_PROXY_URL: "https://proxy.example.com/" });
    expect(told.publicDashboardUrl).toBe("https://127.0.0.1:3000");
    expect(told.publicProxyUrl).toBe("https://proxy.example.com");
  });

  test("knows Google and GitHub where both halves are given, with a secret that all its processes share", () => {
    expect(readEnv(least)).toMatchObject({ google: null, github: null, forwardedHops: 0 });
    expect(readEnv(least).authSecret).toHaveLength(43);
    expect(readEnv(least).authSecret, "made up for this process").not.toBe(readEnv(least).authSecret);
    const secret = { AUTH_SECRET: "s".repeat(32) };
    const google = { AUTH_GOOGLE_ID: "id", AUTH_GOOGLE_SECRET: "hidden" };
    expect(readEnv({ ...least, ...secret, ...google })).toMatchObject({
      authSecret: secret.AUTH_SECRET,
      google: { clientId: "id", clientSecret: "hidden" },
      github: null,
    });
    expect(() => readEnv({ ...least, ...google })).toThrow("AUTH_SECRET");
  });

  test("takes an empty variable for one that is not set", () => {
    expect(readEnv({ ...least, KEYBRAKE_DASHBOARD_PORT: "", KEYBRAKE_PUBLIC_PROXY_URL: "" }).port).toBe(3000);
  });

  test.each([
    ["KEYBRAKE_SEALING_PUBLIC_KEY", { KEYBRAKE_SEALING_PUBLIC_KEY: undefined }],
    ["KEYBRAKE_SEALING_PUBLIC_KEY", { KEYBRAKE_SEALING_PUBLIC_KEY: `${sealingKey.slice(0, -1)}A` }],
    ["DATABASE_URL", { KEYBRAKE_APP_DATABASE_URL: undefined }],
    ["KEYBRAKE_APP_DATABASE_URL", { KEYBRAKE_APP_DATABASE_URL: "mysql://hidden" }],
    ["KEYBRAKE_DASHBOARD_PORT", { KEYBRAKE_DASHBOARD_PORT: "70000" }],
    ["KEYBRAKE_BIND", { KEYBRAKE_BIND: "example.com" }],
    ["KEYBRAKE_PUBLIC_PROXY_URL", { KEYBRAKE_PUBLIC_PROXY_URL: "javascript:alert(1)" }],
    ["KEYBRAKE_TLS_KEY_FILE", { KEYBRAKE_TLS_CERT_FILE: "/etc/cert.pem" }],
    ["AUTH_GITHUB_SECRET", { AUTH_GITHUB_ID: "hidden" }],
    ["AUTH_SECRET", { AUTH_SECRET: "hidden" }],
    ["KEYBRAKE_FORWARDED_HOPS", { KEYBRAKE_FORWARDED_HOPS: "70000" }],
  ])("is refused naming %s, and never its value (%j)", (name, over) => {
    const read = () => readEnv({ ...least, ...over });
    expect(read).toThrow(name);
    expect(read).not.toThrow(/hidden|alert|70000/);
  });
});
