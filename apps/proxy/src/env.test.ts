import { describe, expect, it } from "vitest";
import { readEnv } from "./env.ts";

const least = {
  DATABASE_URL: "postgres://proxy:secret@127.0.0.1:5432/keybrake",
  KEYBRAKE_SEALING_PRIVATE_KEY_FILE: "/run/keybrake/sealing.key",
};

function read(vars: Record<string, string | undefined>) {
  return readEnv({ ...least, ...vars });
}

function accepted(vars: Record<string, string | undefined>) {
  const result = read(vars);
  if (!result.ok) throw new Error(result.message);
  return result.env;
}

describe("the proxy's environment", () => {
  it("binds to loopback on the contract's ports when nothing says otherwise", () => {
    expect(accepted({})).toMatchObject({
      bind: "127.0.0.1",
      port: 4100,
      adminPort: 4101,
      sandboxPort: 4200,
      tls: null,
      batchPerOrganization: false,
    });
  });

  it("takes an empty variable for one that is not set", () => {
    expect(accepted({ KEYBRAKE_PROXY_PORT: "", KEYBRAKE_ORIGIN_STRIPE: "" }).port).toBe(4100);
  });

  it("prefers the proxy's own database address, whose role may only call functions", () => {
    const own = "postgres://keybrake_proxy@127.0.0.1/keybrake";
    expect(accepted({ KEYBRAKE_PROXY_DATABASE_URL: own }).databaseUrl).toBe(own);
  });

  it.each([
    ["KEYBRAKE_PROXY_PORT", "70000"],
    ["KEYBRAKE_PROXY_PORT", "4100x"],
    ["KEYBRAKE_BIND", "example.com"],
    ["KEYBRAKE_ALLOW_ORIGIN_OVERRIDE", "yes"],
    ["KEYBRAKE_PUBLIC_PROXY_URL", "javascript:alert(1)"],
    ["DATABASE_URL", "mysql://localhost"],
    ["KEYBRAKE_SEALING_PUBLIC_KEY", "kbpub_1_abc"],
    ["KEYBRAKE_TLS_CERT_FILE", "/only/one.pem"],
  ])("refuses %s=%s in one line that names the variable", (name, value) => {
    const result = read({ [name]: value });
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.message).toContain(name);
    expect(result.message).not.toContain("\n");
  });

  it("never repeats a value in its refusal, since addresses hold passwords", () => {
    const result = read({ DATABASE_URL: "mysql://user:hunter2@db/keybrake" });
    expect(JSON.stringify(result)).not.toContain("hunter2");
  });
});

describe("vendor origin overrides", () => {
  it("are read by vendor name, dashes written as underscores", () => {
    const { originOverrides } = accepted({
      KEYBRAKE_ORIGIN_STRIPE: "http://127.0.0.1:9001",
      KEYBRAKE_ORIGIN_MY_VENDOR: "http://[::1]:9002",
    });
    expect([...originOverrides]).toEqual([
      ["stripe", "http://127.0.0.1:9001"],
      ["my-vendor", "http://[::1]:9002"],
    ]);
  });

  it.each([
    "http://10.0.0.1:9001",
    "https://stripe.example.com",
    "http://127.0.0.1.example.com",
    "http://0.0.0.0:1",
  ])("that leave the machine (%s) are refused unless KEYBRAKE_ALLOW_ORIGIN_OVERRIDE=1", (origin) => {
    expect(read({ KEYBRAKE_ORIGIN_STRIPE: origin }).ok).toBe(false);
    expect(read({ KEYBRAKE_ORIGIN_STRIPE: origin, KEYBRAKE_ALLOW_ORIGIN_OVERRIDE: "1" }).ok).toBe(true);
  });

  it.each([
    "127.0.0.1:9001",
    "http://127.0.0.1:9001/v1",
    "http://u:p@127.0.0.1:9001",
    "ftp://127.0.0.1",
    "http://127.0.0.1/?a",
  ])("that are no plain origin (%s) are refused", (origin) => {
    expect(read({ KEYBRAKE_ORIGIN_STRIPE: origin }).ok).toBe(false);
  });
});
