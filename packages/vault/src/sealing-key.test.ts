import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createSealingKeyPair, parsePrivateKey, parsePublicKey, SealingKeyPair } from "./sealing-key.ts";

const secrets = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));

test("a public key reads back from its text, and its id is the head of its SHA-256", () => {
  fc.assert(
    fc.property(secrets, (secret) => {
      const { publicKey } = new SealingKeyPair(secret);
      expect(publicKey.text).toMatch(/^kbpub_1_[A-Za-z0-9_-]{48}$/);
      expect(parsePublicKey(publicKey.text)).toEqual(publicKey);
      expect(publicKey.id).toBe(createHash("sha256").update(publicKey.bytes).digest("hex").slice(0, 16));
    }),
  );
});

test("a private key reads back from its text with the same public half", () => {
  fc.assert(
    fc.property(secrets, (secret) => {
      const pair = new SealingKeyPair(secret);
      const again = parsePrivateKey(pair.revealPrivateText());
      expect(again?.publicKey).toEqual(pair.publicKey);
      expect(again?.revealPrivateText()).toBe(pair.revealPrivateText());
    }),
  );
});

// RFC 7748, section 6.1: Alice's key pair.
test("the public half is the one that RFC 7748 gives for Alice", () => {
  const secret = Buffer.from("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a", "hex");
  const expected = "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a";
  expect(new SealingKeyPair(secret).publicKey.bytes.toString("hex")).toBe(expected);
});

test("any changed character of a key's text is refused, and one key's text is no text of the other kind", () => {
  const pair = createSealingKeyPair();
  for (const [text, parse] of [
    [pair.publicKey.text, parsePublicKey],
    [pair.revealPrivateText(), parsePrivateKey],
  ] as const) {
    for (let at = 0; at < text.length; at += 1) {
      for (let code = 0; code < 256; code += 1) {
        const other = String.fromCharCode(code);
        if (other !== text[at]) expect(parse(text.slice(0, at) + other + text.slice(at + 1))).toBeNull();
      }
    }
    for (const wrong of ["", `${text} `, ` ${text}`, `${text}\n`, `${text}=`, text.slice(0, -1)]) {
      expect(parse(wrong)).toBeNull();
    }
  }
  expect(parsePublicKey(pair.revealPrivateText())).toBeNull();
  expect(parsePrivateKey(pair.publicKey.text)).toBeNull();
});

test("arbitrary text is refused without throwing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(parsePublicKey(text)).toBeNull();
      expect(parsePublicKey(`kbpub_1_${text}`)).toBeNull();
      expect(parsePrivateKey(`kbpriv_1_${text}`)).toBeNull();
    }),
  );
});

test("two key pairs are never the same", () => {
  expect(createSealingKeyPair().publicKey.id).not.toBe(createSealingKeyPair().publicKey.id);
});
