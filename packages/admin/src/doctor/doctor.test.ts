import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { freePort } from "@keybrake/database/testing";
import { createSealingKeyPair, prependPrivateKey } from "@keybrake/vault";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AdminEnv } from "../env.ts";
import { createTestMachine, type TestMachine } from "../testing/test-env.ts";
import { doctor } from "./doctor.ts";

let machine: TestMachine;
let env: AdminEnv;
let servers: Server[];

beforeEach(async () => {
  machine = await createTestMachine();
  servers = [];
  const [dashboard, proxy, proxyAdmin, sandbox] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  env = { ...machine.env, ports: { dashboard, proxy, proxyAdmin, sandbox } };
});

afterEach(async () => {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  await machine.remove();
});

interface Diagnosis {
  readonly exitCode: number;
  readonly output: string;
  /** Status and detail of one line of the table. */
  line(check: string): string | undefined;
}

async function diagnose(changes: Partial<AdminEnv> = {}): Promise<Diagnosis> {
  const { exitCode, output } = await doctor.run([], { ...env, ...changes });
  const line = (check: string) =>
    output
      .split("\n")
      .find((text) => text.slice(9).startsWith(`${check}  `))
      ?.replaceAll(/ +/g, " ");
  return { exitCode, output, line };
}

/** Listens where a part of Keybrake would, and answers everything with that status. */
async function listen(port: number, status: number): Promise<void> {
  const server = createServer((_, response) => response.writeHead(status).end());
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
}

test("a healthy machine has no failure, and every promised check is there", async () => {
  const { exitCode, output } = await diagnose();
  expect(output).toContain("\nFailures: 0. ");
  expect(exitCode).toBe(0);
  const checks = [
    "Node",
    "data folder",
    "migrations",
    "database",
    "clock",
    "row-level security",
    "database roles",
    "durability",
  ];
  const more = [
    "sealing key file",
    "sealing public key",
    "credentials",
    "dashboard port",
    "proxy port",
    "sandbox port",
  ];
  for (const check of [...checks, ...more, "proxy admin port"]) expect(output).toContain(` ${check} `);
});

test("an option is refused: the doctor takes none", async () => {
  expect(await doctor.run(["--fix"], env)).toMatchObject({ exitCode: 2, output: "" });
});

describe("the data folder", () => {
  test("whose files or folders others can read is a failure that names them", async () => {
    await writeFile(join(env.dataFolder, "postgres.json"), "{}", { mode: 0o640 });
    await mkdir(join(env.dataFolder, "logs"), { mode: 0o755 });
    const { exitCode, line } = await diagnose();
    expect(exitCode).toBe(1);
    expect(line("data folder")).toMatch(/^FAILURE .*postgres\.json/);
    expect(line("data folder")).toContain("logs");
    expect(line("data folder")).not.toContain("sealing-private-key");
  });

  test("that others may pass through, but not list, is well", async () => {
    await chmod(env.dataFolder, 0o711);
    expect((await diagnose()).line("data folder")).toMatch(/^ok /);
    await chmod(env.dataFolder, 0o755);
    expect((await diagnose()).line("data folder")).toMatch(/^FAILURE /);
  });

  test("may be elsewhere", async () => {
    const { exitCode, line } = await diagnose({ dataFolder: join(env.dataFolder, "absent") });
    expect([exitCode, line("data folder")?.split(" ")[0]]).toEqual([0, "skipped"]);
  });
});

describe("the sealing keys", () => {
  test("in a file that others can read are a failure", async () => {
    await chmod(env.sealingPrivateKeyFile, 0o640);
    const { exitCode, line } = await diagnose();
    expect([exitCode, line("sealing key file")]).toEqual([1, expect.stringMatching(/^FAILURE .*mode 0640/)]);
  });

  test("may be absent where only the public one is known, and nowhere else", async () => {
    await rm(env.sealingPrivateKeyFile);
    expect((await diagnose()).line("sealing key file")).toMatch(/^FAILURE .*no sealing key file/);
    const { exitCode, line } = await diagnose({ sealingPublicKey: machine.key.publicKey.text });
    expect([exitCode, line("sealing key file")?.split(" ")[0]]).toEqual([0, "skipped"]);
  });

  test("are compared with the public one that the dashboard was given", async () => {
    const given = (sealingPublicKey: string) => diagnose({ sealingPublicKey });
    const old = machine.key.publicKey.text;
    expect((await given(old)).line("sealing public key")).toMatch(/^ok .*newest/);
    const newer = createSealingKeyPair();
    await prependPrivateKey(env.sealingPrivateKeyFile, newer);
    const behind = await given(old);
    expect([behind.exitCode, behind.line("sealing public key")]).toEqual([
      0,
      expect.stringMatching(/^warning .*older/),
    ]);
    const strange = await given(createSealingKeyPair().publicKey.text);
    expect([strange.exitCode, strange.line("sealing public key")]).toEqual([
      1,
      expect.stringMatching(/^FAILURE /),
    ]);
    expect((await given("kbpub_1_nonsense")).line("sealing public key")).toMatch(/^FAILURE .*not a kbpub_1/);
  });

  test("must open every stored credential", async () => {
    await machine.addCredential(machine.key.publicKey.id);
    expect((await diagnose()).line("credentials")).toMatch(/^ok credentials 1 stored, 0 of them/);
    const lost = createSealingKeyPair().publicKey.id;
    await machine.addCredential(lost);
    const { exitCode, line } = await diagnose();
    expect([exitCode, line("credentials")]).toEqual([
      1,
      expect.stringMatching(new RegExp(`^FAILURE .*1 to ${lost}`)),
    ]);
  });
});

describe("the database", () => {
  test("that cannot be reached is a failure, and the other checks are still made", async () => {
    const { exitCode, output, line } = await diagnose({
      databaseUrl: "postgres://x:secret-word@127.0.0.1:1/z",
    });
    expect([exitCode, line("migrations")]).toEqual([1, expect.stringMatching(/^FAILURE /)]);
    expect(line("sealing key file")).toMatch(/^ok /);
    expect(line("proxy port")).toMatch(/^ok /);
    expect(output).not.toContain("secret-word");
  });

  test("that is behind this version is a failure that names the migration", async () => {
    await machine.query("DELETE FROM _prisma_migrations WHERE migration_name LIKE '%_audit_log'");
    const { exitCode, line } = await diagnose();
    expect([exitCode, line("migrations")]).toEqual([
      1,
      expect.stringMatching(/^FAILURE .*Not applied: \d+_audit_log/),
    ]);
  });

  test("without forced row security, with a right too many, or that may forget commits, is a failure each time", async () => {
    await machine.query("ALTER TABLE policy NO FORCE ROW LEVEL SECURITY");
    await machine.query("GRANT UPDATE ON key_ledger TO keybrake_app");
    const name = new URL(env.databaseUrl).pathname.slice(1);
    await machine.query(`ALTER DATABASE ${name} SET synchronous_commit = off`);
    const { exitCode, line } = await diagnose();
    expect(exitCode).toBe(1);
    expect(line("row-level security")).toMatch(/^FAILURE .*policy/);
    expect(line("database roles")).toMatch(/^FAILURE .*keybrake_app may UPDATE key_ledger/);
    expect(line("durability")).toMatch(/^FAILURE .*synchronous_commit/);
  });
});

describe("a port", () => {
  test("answered by the part that it is for is well; by anything else, a failure", async () => {
    await listen(env.ports.proxyAdmin, 200);
    await listen(env.ports.proxy, 401);
    await listen(env.ports.dashboard, 404);
    const { exitCode, line } = await diagnose();
    expect(line("proxy admin port")).toMatch(/^ok .*answered by/);
    expect(line("proxy port")).toMatch(/^ok .*answered by/);
    expect(line("sandbox port")).toMatch(/^ok .*free/);
    expect([exitCode, line("dashboard port")]).toEqual([
      1,
      expect.stringMatching(/^FAILURE .*it answers 404/),
    ]);
  });

  test("whose proxy is not ready is a failure", async () => {
    await listen(env.ports.proxyAdmin, 503);
    expect((await diagnose()).line("proxy admin port")).toMatch(/^FAILURE .*it answers 503/);
  });

  test("given to two parts is a failure of both", async () => {
    const { line } = await diagnose({ ports: { ...env.ports, proxy: env.ports.dashboard } });
    expect(line("dashboard port")).toMatch(/^FAILURE .*the proxy's, too/);
    expect(line("proxy port")).toMatch(/^FAILURE .*the dashboard's, too/);
  });
});
