import { z } from "zod";
import type { CredentialCheck, SecretField } from "../credential.ts";

export const secretFields: readonly SecretField[] = [
  {
    name: "secret",
    label: "Secret",
    placeholder: "",
    description:
      "The key or token as the vendor gave it, without Bearer or a user name. How it is sent, the vendor's definition says.",
  },
  {
    name: "mode",
    label: "What it moves",
    placeholder: "",
    description:
      "A live secret only ever goes to the vendor's own address. A test one may be sent elsewhere by KEYBRAKE_ORIGIN_<NAME>.",
    options: [
      { value: "live", label: "Real money" },
      { value: "test", label: "Nothing real: a test account" },
    ],
  },
];

/** Visible ASCII: it is written into a header line. Eight at least, since shorter ones cannot be told in an answer. */
const secretShape = /^[\x21-\x7e]{8,1000}$/;

const shape = z.strictObject({
  secret: z.string(),
  /** Sealed with the secret, so that no row that was tampered with makes a live secret a test one. */
  mode: z.enum(["live", "test"]).default("live"),
});

export function readCredential(secret: unknown): CredentialCheck {
  const read = shape.safeParse(secret);
  if (!read.success) {
    return {
      ok: false,
      path: "secret",
      message:
        'This credential is {"secret": "…"}, with {"mode": "test"} beside it where it moves nothing real.',
    };
  }
  const { secret: text, mode } = read.data;
  if (!secretShape.test(text)) {
    return {
      ok: false,
      path: "secret.secret",
      message: "A secret is 8 to 1000 visible ASCII characters, without spaces.",
    };
  }
  if (/^(?:vk|kbt)_/.test(text)) {
    return {
      ok: false,
      path: "secret.secret",
      message: "That is a key of Keybrake's own. Use the vendor's key that it stands for.",
    };
  }
  return {
    ok: true,
    secret: { secret: text, mode },
    mode,
    restricted: null,
    last4: text.slice(-4),
    account: null,
  };
}
