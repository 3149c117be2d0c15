import type { Vendor } from "../vendor.ts";
import { clients } from "./clients.ts";
import { attach, readCredential, sandboxSecret, secretFields } from "./credential.ts";
import { endpoints, matchEndpoint } from "./endpoints.ts";
import { deny } from "./errors.ts";
import { apiOrigin } from "./outgoing.ts";
import { price } from "./price.ts";
import { priceItems } from "./price-items.ts";
import { priceRefresh } from "./price-refresh.ts";
import { reconciler } from "./reconcile.ts";
import { rewriteAnswer } from "./rewrite-answer.ts";
import { settle } from "./settle.ts";

/** Twilio: https://www.twilio.com/docs/usage/api. Money is what Twilio takes for messages, calls, numbers and checks. */
export const twilio: Vendor = {
  name: "twilio",
  title: "Twilio",
  origin: apiOrigin,
  keyPlaces: ["basic-password"],
  catalogue: endpoints,
  // twilio-node gives up after 30 s.
  timeoutMs: 40_000,
  hostInPath: true,
  match: matchEndpoint,
  price,
  attach,
  settle,
  deny,
  rewriteAnswer,
  reconciler,
  answerHeaders: new Set([
    "content-type",
    "etag",
    "retry-after",
    "twilio-request-id",
    "twilio-concurrent-requests",
  ]),
  clients,
  secretFields,
  readCredential,
  priceItems,
  priceRefresh,
  sandboxSecret,
};
