import type { Vendor } from "../vendor.ts";
import { clients } from "./clients.ts";
import { attach, readCredential, sandboxSecret, secretFields } from "./credential.ts";
import { endpoints, matchEndpoint } from "./endpoints.ts";
import { deny } from "./errors.ts";
import { apiOrigin } from "./outgoing.ts";
import { price } from "./price.ts";
import { settle } from "./settle.ts";

/** Stripe: https://docs.stripe.com/api. Money is what is charged, sent or credited, not Stripe's fee for it. */
export const stripe: Vendor = {
  name: "stripe",
  title: "Stripe",
  origin: apiOrigin,
  keyPlaces: ["bearer", "basic-user"],
  catalogue: endpoints,
  // stripe-node gives up after 80 s.
  timeoutMs: 90_000,
  idempotencyHeader: "idempotency-key",
  match: matchEndpoint,
  price,
  attach,
  settle,
  deny,
  answerHeaders: new Set([
    "content-type",
    "idempotency-key",
    "idempotent-replayed",
    "original-request",
    "request-id",
    "retry-after",
    "stripe-account",
    "stripe-notice",
    "stripe-should-retry",
    "stripe-version",
  ]),
  clients,
  secretFields,
  readCredential,
  sandboxSecret,
};
