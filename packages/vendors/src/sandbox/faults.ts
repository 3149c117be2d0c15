import { z } from "zod";

/**
 * What a sandbox vendor can be told to do instead of answering properly, by `POST /_sandbox/scenario` or by a magic
 * value in the request itself (`metadata[sandbox]` at Stripe).
 *
 * | fault               | carried out? | what the caller sees                                                  |
 * |---------------------|--------------|-----------------------------------------------------------------------|
 * | `decline`           | no           | the vendor's refusal of a payment (Stripe: 402 `card_declined`)       |
 * | `rate_limit`        | no           | 429 in the vendor's envelope                                          |
 * | `conflict`          | no           | 409 in the vendor's envelope                                          |
 * | `server_error`      | no           | 500 in the vendor's envelope                                          |
 * | `slow`              | yes          | the proper answer, after `delay_ms`                                   |
 * | `reset`             | no           | TCP reset, no byte of an answer                                       |
 * | `reset_mid_answer`  | yes          | headers and half of the body, then TCP reset                          |
 * | `truncated`         | yes          | headers and half of the body, then an orderly close                   |
 * | `garbage`           | yes          | 200 with a body that is not JSON                                      |
 * | `hang`              | no           | nothing, until the caller closes the connection                       |
 * | `echo_credential`   | yes          | the proper answer with the credential in a header and in the body     |
 * | `redirect`          | no           | 302 to `/<vendor>/_redirected` of this sandbox, which logs who follows|
 * | `gzip`              | yes          | the proper answer, compressed although nobody asked for it            |
 * | `moved_after_reset` | yes          | TCP reset, no byte of an answer: the money moved all the same         |
 * | `moved_after_error` | yes          | 500 in the vendor's envelope: the money moved all the same            |
 *
 * Every fault may wait for `delay_ms` first. While a request waits or hangs, its idempotency key is in use.
 */
export const faultKinds = [
  "decline",
  "rate_limit",
  "conflict",
  "server_error",
  "slow",
  "reset",
  "reset_mid_answer",
  "truncated",
  "garbage",
  "hang",
  "echo_credential",
  "redirect",
  "gzip",
  "moved_after_reset",
  "moved_after_error",
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** The faults that a vendor words itself. */
export type RefusalFault = Extract<FaultKind, "decline" | "rate_limit" | "conflict" | "server_error">;

export interface Fault {
  readonly kind: FaultKind;
  /** Waited before anything is carried out or answered. */
  readonly delayMs: number;
}

const DELAY_MS_MAX = 600_000;

export const scenarioSchema = z.strictObject({
  vendor: z.string().min(1).max(31),
  match: z
    .strictObject({
      method: z.string().min(1).max(16).optional(),
      path_prefix: z.string().startsWith("/").max(4096).optional(),
    })
    .optional(),
  fault: z.enum(faultKinds),
  delay_ms: z.int().min(0).max(DELAY_MS_MAX).default(0),
  times: z.int().min(1).max(1_000_000).default(1),
});

/** What `POST /_sandbox/scenario` takes: `times` is 1 unless given, so that no fault outlives its test by accident. */
export type ScenarioInput = z.input<typeof scenarioSchema>;
export type Scenario = z.output<typeof scenarioSchema>;

const byStatus: Readonly<Record<string, FaultKind>> = {
  "402": "decline",
  "409": "conflict",
  "429": "rate_limit",
  "500": "server_error",
};

/**
 * Reads a magic value such as `reset`, `slow:1500` (milliseconds) or `500`; null when it names no fault. Vendors
 * refuse the request then: a misspelt fault that silently does nothing makes a test pass for the wrong reason.
 */
export function readMagicFault(text: string): Fault | null {
  const match = /^([a-z_]{1,32}|\d{3})(?::(\d{1,6}))?$/.exec(text);
  if (match?.[1] === undefined) return null;
  const name = match[1];
  const kind = byStatus[name] ?? faultKinds.find((known) => known === name);
  const delayMs = match[2] === undefined ? 0 : Number(match[2]);
  return kind === undefined || delayMs > DELAY_MS_MAX ? null : { kind, delayMs };
}
