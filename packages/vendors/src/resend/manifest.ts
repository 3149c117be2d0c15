import type { Vendor } from "../vendor.ts";
import { clients } from "./clients.ts";
import { attach, readCredential, sandboxSecret, secretFields } from "./credential.ts";
import { endpoints, matchEndpoint } from "./endpoints.ts";
import { deny } from "./errors.ts";
import { apiOrigin } from "./outgoing.ts";
import { emailItem, price } from "./price.ts";
import { reconciler } from "./reconcile.ts";
import { settle } from "./settle.ts";

/** Resend: https://resend.com/docs/api-reference. Money is what each recipient costs by the organization's price book. */
export const resend: Vendor = {
  name: "resend",
  title: "Resend",
  origin: apiOrigin,
  keyPlaces: ["bearer"],
  catalogue: endpoints,
  // resend-python gives up after 30 s; resend-node leaves it to Node's fetch, which waits 300 s.
  timeoutMs: 310_000,
  match: matchEndpoint,
  price,
  attach,
  settle,
  deny,
  reconciler,
  answerHeaders: new Set([
    "content-type",
    "ratelimit-limit",
    "ratelimit-policy",
    "ratelimit-remaining",
    "ratelimit-reset",
    "retry-after",
    "x-resend-daily-quota",
    "x-resend-monthly-quota",
  ]),
  clients,
  secretFields,
  readCredential,
  sandboxSecret,
  // Pro and above pay USD 0.90 for each thousand emails beyond the plan's; every recipient is one.
  priceItems: [{ item: emailItem, title: "One recipient of an email", micros: 900n }],
};
