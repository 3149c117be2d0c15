import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/create-test-database.ts";
import { KeptConnection } from "./kept-connection.ts";

let database: TestDatabase;
let administrator: pg.Pool;
let kept: KeptConnection;
let errors: Error[];

const connect = (limits: pg.ClientConfig = {}) =>
  new KeptConnection({
    config: { connectionString: database.proxyUrl, application_name: "kept", ...limits },
    onError: (error) => errors.push(error),
  });

beforeAll(async () => {
  database = await createTestDatabase();
  administrator = new pg.Pool({ connectionString: database.superuserUrl, max: 1 });
  administrator.on("error", () => undefined);
});

beforeEach(() => {
  errors = [];
  kept = connect();
});

afterEach(() => kept.end());

afterAll(async () => {
  await administrator.end();
  await database.drop();
});

/** Which backend serves a connection now. */
async function backendOf(connection: KeptConnection): Promise<number> {
  const { rows } = await connection.query<{ pid: number }>({ text: "SELECT pg_backend_pid() AS pid" });
  return rows[0]?.pid ?? 0;
}

const sleep = (connection: KeptConnection) =>
  connection.query({ text: "SELECT pg_sleep(30)" }).catch((error: unknown) => error);

/** Waits until a backend runs a statement that sleeps. */
const asleep = (pid: number) =>
  expect
    .poll(async () => {
      const { rows } = await administrator.query("SELECT wait_event FROM pg_stat_activity WHERE pid = $1", [
        pid,
      ]);
      return rows[0]?.wait_event;
    })
    .toBe("PgSleep");

const terminate = (pid: number) => administrator.query("SELECT pg_terminate_backend($1)", [pid]);

describe("a kept connection", () => {
  test("is one, however many ask for it at first and later", async () => {
    const pids = [...(await Promise.all([backendOf(kept), backendOf(kept)])), await backendOf(kept)];
    expect(new Set(pids).size).toBe(1);
    const { rows } = await administrator.query(
      "SELECT pid FROM pg_stat_activity WHERE application_name = 'kept' AND datname = current_database()",
    );
    expect(rows).toEqual([{ pid: pids[0] }]);
  });

  test("is made anew when its backend was ended while it was idle, and says so", async () => {
    const before = await backendOf(kept);
    await terminate(before);
    await expect.poll(() => errors.length).toBeGreaterThan(0);
    expect(await backendOf(kept)).not.toBe(before);
  });

  test("is made anew at once when its backend was ended in the middle of a statement", async () => {
    const before = await backendOf(kept);
    // What waits behind the statement is sent in the turn that hears of its end, as a lane does.
    const next = sleep(kept).then(async (error) => ({ error, pid: await backendOf(kept) }));
    await asleep(before);
    await terminate(before);
    const { error, pid } = await next;
    expect(error).toMatchObject({ code: "57P01" });
    expect(pid).not.toBe(before);
  });

  test("is kept when Postgres refuses a statement", async () => {
    const before = await backendOf(kept);
    await expect(kept.query({ text: "SELECT 1 / 0" })).rejects.toBeInstanceOf(pg.DatabaseError);
    await expect(kept.query({ name: "bad", text: "SELECT $1::uuid", values: ["no"] })).rejects.toMatchObject({
      code: "22P02",
    });
    expect(await backendOf(kept)).toBe(before);
    expect(errors).toEqual([]);
  });

  test("is dropped after a time-out, so that the next statement waits behind nothing", async () => {
    const hasty = connect({ query_timeout: 500 });
    const before = await backendOf(hasty);
    const { error, pid } = await sleep(hasty).then(async (cause) => ({
      error: cause,
      pid: await backendOf(hasty),
    }));
    expect(error).toMatchObject({ message: "Query read timeout" });
    expect(pid).not.toBe(before);
    await hasty.end();
    await terminate(before);
  });

  test("is tried again after it could not be made", async () => {
    const name = new URL(database.superuserUrl).pathname.slice(1);
    const elsewhere = new URL(database.superuserUrl);
    elsewhere.pathname = "/postgres";
    const outside = new pg.Client({ connectionString: elsewhere.href });
    await outside.connect();
    await outside.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
    await expect(backendOf(kept)).rejects.toThrow("not currently accepting connections");
    await outside.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
    await outside.end();
    expect(await backendOf(kept)).toBeGreaterThan(0);
  });
});

describe("ending a kept connection", () => {
  const backends = async () => {
    const { rows } = await administrator.query(
      "SELECT pid FROM pg_stat_activity WHERE application_name = 'ending' AND datname = current_database()",
    );
    return rows.length;
  };

  test("that never connected is no more than that", async () => {
    await connect({ application_name: "ending" }).end();
    expect(await backends()).toBe(0);
  });

  test("ends its backend, and is no error", async () => {
    const ending = connect({ application_name: "ending" });
    await backendOf(ending);
    expect(await backends()).toBe(1);
    await ending.end();
    await expect.poll(backends).toBe(0);
    expect(errors).toEqual([]);
  });

  test("that is just being made waits for it, and leaves none behind", async () => {
    const ending = connect({ application_name: "ending" });
    const first = backendOf(ending).catch(() => undefined);
    await ending.end();
    await first;
    await expect.poll(backends).toBe(0);
  });
});
