import { createDecipheriv, createHmac, createPrivateKey, createPublicKey, diffieHellman } from "node:crypto";
import { expect, test } from "vitest";
import type { CredentialContext } from "./credential-context.ts";
import { createOpener } from "./opener.ts";
import { type OpenResult, seal } from "./sealing.ts";
import { createSealingKeyPair, parsePrivateKey, type SealingKeyPair } from "./sealing-key.ts";

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

function sealed(context: CredentialContext, plaintext = SECRET): Promise<Buffer> {
  return seal({ publicKey: privateKey.publicKey, context, plaintext });
}

function secretOf(result: OpenResult): Buffer | null {
  return result.ok ? result.secret.reveal() : null;
}

const latin = (text: string) => Buffer.from(text, "latin1");
const hmac = (key: Buffer, data: Buffer) => createHmac("sha256", key).update(data).digest();

/** LabeledExtract and LabeledExpand of RFC 9180, section 4, over HKDF-SHA256; 32 bytes at most. */
function labelledHkdf(suite: Buffer) {
  const head = Buffer.concat([latin("HPKE-v1"), suite]);
  return {
    extract: (salt: Buffer, label: string, ikm: Buffer) =>
      hmac(salt.length === 0 ? Buffer.alloc(32) : salt, Buffer.concat([head, latin(label), ikm])),
    expand: (prk: Buffer, label: string, info: Buffer, length: number) =>
      hmac(prk, Buffer.concat([Buffer.from([0, length]), head, latin(label), info, latin("\x01")])).subarray(
        0,
        length,
      ),
  };
}

/** RFC 9180 written out with Node's own primitives: any implementation of HPKE opens what is stored. */
function openByTheRfc(key: SealingKeyPair, context: CredentialContext, bytes: Buffer): Buffer {
  const encapsulated = bytes.subarray(12, 44);
  const raw = Buffer.from(key.revealPrivateText().slice("kbpriv_1_".length), "base64url").subarray(0, 32);
  const pkcs8 = Buffer.concat([Buffer.from("302e020100300506032b656e04220420", "hex"), raw]);
  const spki = Buffer.concat([Buffer.from("302a300506032b656e032100", "hex"), encapsulated]);
  const shared = diffieHellman({
    privateKey: createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" }),
    publicKey: createPublicKey({ key: spki, format: "der", type: "spki" }),
  });
  const [kem, hpke] = [
    labelledHkdf(latin("KEM\x00\x20")),
    labelledHkdf(latin("HPKE\x00\x20\x00\x01\x00\x02")),
  ];
  const none = Buffer.alloc(0);
  const kemContext = Buffer.concat([encapsulated, key.publicKey.bytes]);
  const sharedSecret = kem.expand(kem.extract(none, "eae_prk", shared), "shared_secret", kemContext, 32);
  const infoHash = hpke.extract(none, "info_hash", latin("keybrake credential v1"));
  const schedule = Buffer.concat([latin("\x00"), hpke.extract(none, "psk_id_hash", none), infoHash]);
  const secret = hpke.extract(sharedSecret, "secret", none);
  const nonce = hpke.expand(secret, "base_nonce", schedule, 12);
  const decipher = createDecipheriv("aes-256-gcm", hpke.expand(secret, "key", schedule, 32), nonce);
  const { organizationId, vendor, origin, attachment, credentialId, version } = context;
  const fields = [organizationId, vendor, origin, attachment, credentialId, String(version)].map(latin);
  decipher.setAAD(Buffer.concat(fields.flatMap((field) => [Buffer.from([0, 0, 0, field.length]), field])));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(44, -16)), decipher.final()]);
}

test("another implementation of RFC 9180 opens what is sealed here", async () => {
  expect(openByTheRfc(privateKey, CONTEXT, await sealed(CONTEXT))).toEqual(SECRET);
});

test("a credential sealed by the first release still opens", async () => {
  const key = parsePrivateKey("kbpriv_1_du0Gwnlp7U7UFV8z0qqwT6gSNHLkbAz2g9VjGpsFv92nuFwx");
  if (key === null) throw new Error("The recorded key does not parse.");
  const stored = Buffer.from(
    "S0JTAZPJXq6VsoAIQCT3P6ZT5bzS4dbadAG0W8wm3jUis8xdoZZBTDBzbWkZifGHaN9ciEL4As6L6AIBfKGKHybKOUoulaiBf15R7srPlYbsenH+oP/7JAtssQ==",
    "base64",
  );
  expect(key.publicKey.id).toBe("93c95eae95b28008");
  expect(secretOf(await createOpener([key]).open(CONTEXT, stored))).toEqual(SECRET);
});
