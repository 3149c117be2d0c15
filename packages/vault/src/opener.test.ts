import { inspect } from "node:util";
import { expect, test } from "vitest";
import type { CredentialContext } from "./credential-context.ts";
import { createOpener } from "./opener.ts";
import { reseal } from "./reseal.ts";
import { type OpenResult, open, seal, sealedKeyId } from "./sealing.ts";
import { createSealingKeyPair } from "./sealing-key.ts";

const CONTEXT: CredentialContext = {
  organizationId: "0199b2f0-0000-7000-8000-000000000001",
  vendor: "stripe",
  origin: "https://api.stripe.com",
  attachment: "bearer",
  credentialId: "0199b2f0-0000-7000-8000-000000000002",
  version: 1,
};
const SECRET = Buffer.from('{"api_key":"sk_live_51Example"}');

const privateKey = createSealingKeyPair();
const opener = createOpener([privateKey]);

function sealed(context: CredentialContext, plaintext = SECRET): Promise<Buffer> {
  return seal({ publicKey: privateKey.publicKey, context, plaintext });
}

function secretOf(result: OpenResult): Buffer | null {
  return result.ok ? result.secret.reveal() : null;
}

test("with several keys loaded each credential opens by the key it names; an absent one is unknown_key", async () => {
  const newer = createSealingKeyPair();
  const both = createOpener([newer, privateKey]);
  const [old, fresh] = [
    await sealed(CONTEXT),
    await seal({ publicKey: newer.publicKey, context: CONTEXT, plaintext: SECRET }),
  ];
  expect(both.keyIds).toEqual([newer.publicKey.id, privateKey.publicKey.id]);
  expect([sealedKeyId(old), sealedKeyId(fresh)]).toEqual([privateKey.publicKey.id, newer.publicKey.id]);
  expect(secretOf(await both.open(CONTEXT, old))).toEqual(SECRET);
  expect(secretOf(await both.open(CONTEXT, fresh))).toEqual(SECRET);
  expect(await opener.open(CONTEXT, fresh)).toEqual({ ok: false, reason: "unknown_key" });
  expect(await open({ privateKey, context: CONTEXT, sealed: fresh })).toEqual({
    ok: false,
    reason: "unknown_key",
  });
});

test("the key id cannot be changed to another loaded key's", async () => {
  const other = createSealingKeyPair();
  const relabelled = await sealed(CONTEXT);
  Buffer.from(other.publicKey.id, "hex").copy(relabelled, 4);
  const result = await createOpener([other, privateKey]).open(CONTEXT, relabelled);
  expect(result).toEqual({ ok: false, reason: "tampered" });
});

test("many openings at once do not disturb each other", async () => {
  const secrets = Array.from({ length: 64 }, (_, i) => Buffer.from(`secret ${i}`));
  const rows = await Promise.all(secrets.map((secret, i) => sealed({ ...CONTEXT, version: i + 1 }, secret)));
  const opened = await Promise.all(rows.map((row, i) => opener.open({ ...CONTEXT, version: i + 1 }, row)));
  expect(opened.map(secretOf)).toEqual(secrets);
});

test("re-sealing moves a credential to the new key under the same context, and a wrong context moves nothing", async () => {
  const newer = createSealingKeyPair();
  const input = { opener, publicKey: newer.publicKey, sealed: await sealed(CONTEXT) };
  const moved = await reseal({ ...input, context: CONTEXT });
  if (!moved.ok) throw new Error(moved.reason);
  expect(moved.keyId).toBe(newer.publicKey.id);
  expect(secretOf(await createOpener([newer]).open(CONTEXT, moved.sealed))).toEqual(SECRET);
  expect(await opener.open(CONTEXT, moved.sealed)).toEqual({ ok: false, reason: "unknown_key" });
  const elsewhere = { ...CONTEXT, origin: "https://evil.example" };
  expect(await reseal({ ...input, context: elsewhere })).toEqual({ ok: false, reason: "tampered" });
});

test("I15: printing or serialising a key, an opened secret or a refusal shows no secret, in any encoding", async () => {
  const result = await opener.open(CONTEXT, await sealed(CONTEXT));
  if (!result.ok) throw new Error(result.reason);
  const keySecret = privateKey.revealPrivateText();
  const keyBytes = Buffer.from(keySecret.slice("kbpriv_1_".length), "base64url").subarray(0, 32);
  const printed = [
    privateKey,
    opener,
    result,
    result.secret,
    await privateKey.cryptoKeys(),
    { nested: [result] },
  ]
    .flatMap((value) => [
      inspect(value, { depth: 9, showHidden: true }),
      JSON.stringify(value),
      `${String(value)}`,
    ])
    .join("\n");
  for (const secret of [SECRET, keyBytes]) {
    const spellings = [
      secret.toString("latin1"),
      ...(["hex", "base64", "base64url"] as const).map((e) => secret.toString(e)),
    ];
    for (const spelling of spellings) expect(printed).not.toContain(spelling.replace(/=+$/, ""));
    expect(printed).not.toContain(secret.toString("hex").slice(0, 8).replace(/../g, "$& ").trim());
    expect(printed).not.toContain([...secret.subarray(0, 6)].join(","));
  }
  expect(printed).not.toContain(keySecret);
  result.secret.wipe();
  expect(result.secret.reveal().every((byte) => byte === 0)).toBe(true);
});

test("the private key cannot be exported from the keys given to the cipher", async () => {
  const { privateKey: imported } = await createSealingKeyPair().cryptoKeys();
  expect(imported.extractable).toBe(false);
});
