import fc from "fast-check";
import { expect, test } from "vitest";
import { type CredentialContext, encodeContext } from "./credential-context.ts";
import { createOpener } from "./opener.ts";
import { type OpenResult, seal } from "./sealing.ts";
import { createSealingKeyPair } from "./sealing-key.ts";

const CONTEXT: CredentialContext = {
  organizationId: "0199b2f0-0000-7000-8000-000000000001",
  vendor: "stripe",
  origin: "https://api.stripe.com",
  attachment: "bearer",
  credentialId: "0199b2f0-0000-7000-8000-000000000002",
  version: 1,
};
const FIELDS = ["organizationId", "vendor", "origin", "attachment", "credentialId"] as const;
const SECRET = Buffer.from('{"api_key":"sk_live_51Example"}');

const privateKey = createSealingKeyPair();
const opener = createOpener([privateKey]);
const text = fc.string({ unit: "binary", minLength: 1, maxLength: 40 });
const contexts: fc.Arbitrary<CredentialContext> = fc.record({
  organizationId: text,
  vendor: text,
  origin: text,
  attachment: text,
  credentialId: text,
  version: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
});

function sealed(context: CredentialContext, plaintext = SECRET): Promise<Buffer> {
  return seal({ publicKey: privateKey.publicKey, context, plaintext });
}

function secretOf(result: OpenResult): Buffer | null {
  return result.ok ? result.secret.reveal() : null;
}

test("what was sealed for a context opens for the same context", async () => {
  await fc.assert(
    fc.asyncProperty(contexts, fc.uint8Array({ minLength: 1, maxLength: 2_000 }), async (context, bytes) => {
      const plaintext = Buffer.from(bytes);
      expect(secretOf(await opener.open({ ...context }, await sealed(context, plaintext)))).toEqual(
        plaintext,
      );
    }),
    { numRuns: 100 },
  );
});

test("I16: a credential does not open for any other organization, vendor, origin, attachment, id or version", async () => {
  const altered = fc.oneof(
    ...FIELDS.map((field) => fc.tuple(fc.constant(field), text)),
    fc.tuple(fc.constant("version" as const), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })),
  );
  await fc.assert(
    fc.asyncProperty(contexts, altered, async (context, [field, value]) => {
      fc.pre(context[field] !== value);
      const result = await opener.open({ ...context, [field]: value }, await sealed(context));
      expect(result).toEqual({ ok: false, reason: "tampered" });
    }),
    { numRuns: 300 },
  );
});

test("I16: each of the six fields alone is bound, also by one character more or less", async () => {
  const bytes = await sealed(CONTEXT);
  for (const field of FIELDS) {
    for (const value of [`${CONTEXT[field]} `, CONTEXT[field].slice(1), CONTEXT[field].toUpperCase()]) {
      expect(await opener.open({ ...CONTEXT, [field]: value }, bytes)).toEqual({
        ok: false,
        reason: "tampered",
      });
    }
  }
  expect(await opener.open({ ...CONTEXT, version: 2 }, bytes)).toEqual({ ok: false, reason: "tampered" });
  expect(secretOf(await opener.open(CONTEXT, bytes))).toEqual(SECRET);
});

test("I16: characters moved from one field to its neighbour do not open it", async () => {
  const pairs = [
    ["organizationId", "vendor"],
    ["vendor", "origin"],
    ["origin", "attachment"],
    ["attachment", "credentialId"],
  ] as const;
  await fc.assert(
    fc.asyncProperty(contexts, fc.constantFrom(...pairs), fc.nat(), async (context, [left, right], where) => {
      const joined = context[left] + context[right];
      const cut = 1 + (where % Math.max(1, joined.length - 1));
      const moved = { ...context, [left]: joined.slice(0, cut), [right]: joined.slice(cut) };
      fc.pre(moved[left] !== context[left]);
      expect((await opener.open(moved, await sealed(context))).ok).toBe(false);
    }),
    { numRuns: 300 },
  );
  const last = { ...CONTEXT, credentialId: "cred1", version: 12 };
  const bytes = await sealed(last);
  expect((await opener.open({ ...last, credentialId: "cred11", version: 2 }, bytes)).ok).toBe(false);
});

test("two different contexts never have the same associated data", () => {
  fc.assert(
    fc.property(contexts, contexts, (a, b) => {
      const same = [...FIELDS, "version" as const].every((field) => a[field] === b[field]);
      const [first, second] = [encodeContext(a), encodeContext(b)];
      if (first !== null && second !== null) expect(first.equals(second)).toBe(same);
    }),
    { numRuns: 5_000 },
  );
});

test("a context that is no context is not sealed for, and opens nothing", async () => {
  const bytes = await sealed(CONTEXT);
  const wrong: CredentialContext[] = [
    { ...CONTEXT, vendor: "" },
    { ...CONTEXT, origin: "x".repeat(2_049) },
    { ...CONTEXT, attachment: "lone surrogate \ud800" },
    ...[0, -1, 1.5, Number.NaN, 2 ** 53].map((version) => ({ ...CONTEXT, version })),
  ];
  for (const context of wrong) {
    await expect(sealed(context)).rejects.toThrow(RangeError);
    expect(await opener.open(context, bytes)).toEqual({ ok: false, reason: "malformed" });
  }
});

test("any flipped bit of a sealed credential is refused", async () => {
  const bytes = await sealed(CONTEXT);
  for (let at = 0; at < bytes.length; at += 1) {
    const flipped = Buffer.from(bytes);
    flipped.writeUInt8(bytes.readUInt8(at) ^ (1 << (at % 8)), at);
    const reason = at < 4 ? "malformed" : at < 12 ? "unknown_key" : "tampered";
    // RFC 7748 masks the top bit of an X25519 key before it computes, but HPKE binds all its bits.
    expect(await opener.open(CONTEXT, flipped), `byte ${at}`).toEqual({ ok: false, reason });
  }
});

test("shortened, lengthened, swapped and random bytes are refused without throwing", async () => {
  const bytes = await sealed(CONTEXT);
  const cuts = fc.nat(bytes.length - 1).map((length) => bytes.subarray(0, length));
  const longer = fc.uint8Array({ minLength: 1, maxLength: 40 }).map((tail) => Buffer.concat([bytes, tail]));
  const random = fc.uint8Array({ maxLength: 200 }).map((junk) => Buffer.from(junk));
  const headed = random.map((junk) => Buffer.concat([bytes.subarray(0, 12), junk]));
  await fc.assert(
    fc.asyncProperty(fc.oneof(cuts, longer, random, headed), async (junk) => {
      expect((await opener.open(CONTEXT, junk)).ok).toBe(false);
    }),
    { numRuns: 400 },
  );
  const other = await sealed(CONTEXT);
  const mixed = Buffer.concat([bytes.subarray(0, 44), other.subarray(44)]);
  expect(await opener.open(CONTEXT, mixed)).toEqual({ ok: false, reason: "tampered" });
});

test("an encapsulated key of small order is refused", async () => {
  const bytes = await sealed(CONTEXT);
  for (const point of [Buffer.alloc(32), Buffer.concat([Buffer.from([1]), Buffer.alloc(31)])]) {
    const forged = Buffer.concat([bytes.subarray(0, 12), point, bytes.subarray(44)]);
    expect(await opener.open(CONTEXT, forged)).toEqual({ ok: false, reason: "tampered" });
  }
});

test("sealing the same secret twice gives nothing in common but the header", async () => {
  const [first, second] = [await sealed(CONTEXT), await sealed(CONTEXT)];
  expect(first.subarray(0, 12)).toEqual(second.subarray(0, 12));
  expect(first.subarray(12)).not.toEqual(second.subarray(12));
  expect(first.includes(SECRET)).toBe(false);
});

test("a secret is 1 byte to 16 KiB", async () => {
  await expect(sealed(CONTEXT, Buffer.alloc(0))).rejects.toThrow(RangeError);
  await expect(sealed(CONTEXT, Buffer.alloc(16_385))).rejects.toThrow(RangeError);
  expect(secretOf(await opener.open(CONTEXT, await sealed(CONTEXT, Buffer.alloc(16_384, 7))))).toHaveLength(
    16_384,
  );
});
