import { hashPassword } from "@keybrake/vault/password";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { TestApi } from "../testing/test-api.ts";
import { addPerson, type TestPerson } from "../testing/test-people.ts";
import { createIdentity, type Identity } from "./identity.ts";

const PASSWORD = "correct horse battery staple";
const userAgent = "test";

let api: TestApi;
let identity: Identity;
let person: TestPerson;

beforeAll(async () => {
  api = await TestApi.start();
  identity = createIdentity({ database: api.database });
  person = await addPerson(api, null, await hashPassword(PASSWORD));
});

beforeEach(() => api.superuser.query("DELETE FROM sign_in_throttle"));

afterAll(async () => {
  expect(api.faults).toEqual([]);
  await api.stop();
});

let clients = 0;
const signIn = (email: string, password: string, clientIp = `198.51.100.${++clients}`) =>
  identity.signInWithPassword({ email, password, clientIp, userAgent });

const codeOf = async (result: ReturnType<typeof signIn>) => {
  const answer = await result;
  return answer.ok ? "ok" : answer.problem.code;
};

async function repeat(times: number, attempt: () => ReturnType<typeof signIn>): Promise<string[]> {
  const codes: string[] = [];
  for (let count = 0; count < times; count += 1) codes.push(await codeOf(attempt()));
  return codes;
}

describe("signing in", () => {
  test("takes the right password, whatever the address' case", async () => {
    const signedIn = await signIn(` ${person.email.toUpperCase()} `, PASSWORD);
    if (!signedIn.ok) throw new Error(signedIn.problem.detail);
    expect(await identity.findSession(signedIn.value.token)).toMatchObject({ userId: person.userId });
  });

  test("answers a wrong password, an unknown address, no address and somebody without a password alike", async () => {
    const withoutPassword = await addPerson(api, null);
    const wrong = await signIn(person.email, "wrong password");
    for (const email of ["nobody@example.com", "no address", withoutPassword.email, "", "a\0@example.com"]) {
      expect(await signIn(email, PASSWORD), email).toEqual(wrong);
    }
    expect(wrong).toMatchObject({ ok: false, problem: { code: "sign_in_failed" } });
    expect(await signIn(person.email, "x".repeat(100_000))).toEqual(wrong);
  });

  test("takes about as long for an address that nobody has", { timeout: 30_000 }, async () => {
    const time = async (email: string) => {
      const times: number[] = [];
      for (let count = 0; count < 9; count += 1) {
        await api.superuser.query("DELETE FROM sign_in_throttle");
        const started = performance.now();
        await signIn(email, "wrong password");
        times.push(performance.now() - started);
      }
      // The shortest of them is the one that nothing else on the machine slowed down.
      return Math.min(...times);
    };
    const [known, unknown] = [await time(person.email), await time("nobody@example.com")];
    // Without a hash to check it would be a tenth.
    expect(unknown).toBeGreaterThan(known / 3);
  });
});

describe("guessing", { timeout: 30_000 }, () => {
  test("is stopped after ten attempts at one address, known or not, the right password included", async () => {
    for (const email of [person.email, "nobody@example.com"]) {
      const codes = await repeat(12, () => signIn(email, "wrong password"));
      expect(codes).toEqual([...Array(10).fill("sign_in_failed"), ...Array(2).fill("too_many_attempts")]);
    }
    expect(await codeOf(signIn(person.email, PASSWORD))).toBe("too_many_attempts");
  });

  test("is stopped after thirty attempts of one client, over however many addresses", async () => {
    let address = 0;
    const from = (clientIp: string) => () =>
      signIn(`somebody-${++address}@example.com`, "wrong password", clientIp);
    const codes = await repeat(32, from("203.0.113.7"));
    expect(codes.filter((code) => code === "sign_in_failed")).toHaveLength(30);
    expect(codes.slice(30)).toEqual(["too_many_attempts", "too_many_attempts"]);
    expect(await codeOf(signIn(person.email, PASSWORD)), "others go on").toBe("ok");
  });

  test("from one IPv6 network is from one client, and so is an IPv4 address in its two spellings", async () => {
    let address = 0;
    const codes = await repeat(31, () => {
      address += 1;
      return signIn(
        `somebody-${address}@example.com`,
        "wrong password",
        `2001:db8:1:2::${address.toString(16)}`,
      );
    });
    expect(codes.at(-1)).toBe("too_many_attempts");
    expect(await codeOf(signIn(person.email, PASSWORD, "2001:db8:1:3::1"))).toBe("ok");
    await repeat(30, () =>
      signIn(`somebody-${++address}@example.com`, "wrong password", "::ffff:203.0.113.9"),
    );
    expect(await codeOf(signIn(person.email, PASSWORD, "203.0.113.9"))).toBe("too_many_attempts");
  });

  test("by forty requests at once is forty attempts", async () => {
    const codes = await Promise.all(
      Array.from({ length: 40 }, () => codeOf(signIn(person.email, "wrong password"))),
    );
    expect(codes.filter((code) => code === "sign_in_failed")).toHaveLength(10);
  });

  test("waits twice as long with each further attempt, up to a quarter of an hour, and is forgiven by a success", async () => {
    const waits: number[] = [];
    await repeat(9, () => signIn(person.email, "wrong password"));
    for (let count = 0; count < 8; count += 1) {
      await signIn(person.email, "wrong password");
      const { rows } = await api.superuser.query<{ seconds: number }>(
        `SELECT round(extract(epoch FROM blocked_until - last_attempt_at))::int AS seconds FROM sign_in_throttle
         WHERE kind = 'email'`,
      );
      waits.push(rows[0]?.seconds ?? 0);
      await api.superuser.query("UPDATE sign_in_throttle SET blocked_until = now()");
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900, 900]);
    expect(await codeOf(signIn(person.email, PASSWORD))).toBe("ok");
    expect(await codeOf(signIn(person.email, "wrong password"))).toBe("sign_in_failed");
  });
});
