import type { Vendor } from "../vendor.ts";
import { clients } from "./clients.ts";
import { attach, readCredential, sandboxSecret, secretFields } from "./credential.ts";
import { readDocument } from "./document.ts";
import { endpoints, matchEndpoint } from "./endpoints.ts";
import { deny } from "./errors.ts";
import { sealedOrigin } from "./outgoing.ts";
import { price } from "./price.ts";
import { settle } from "./settle.ts";

/** Shopify Admin: https://shopify.dev/docs/api/admin. Money is what is charged, refunded or credited. */
export const shopify: Vendor = {
  name: "shopify",
  title: "Shopify Admin",
  origin: sealedOrigin,
  keyPlaces: ["x-shopify-access-token"],
  catalogue: endpoints,
  // The SDK sets no limit of its own; a document may take Shopify half a minute.
  timeoutMs: 90_000,
  match: matchEndpoint,
  readDocument,
  price,
  attach,
  settle,
  deny,
  // `Link` names pages by whole URLs of the store; Shopify's client takes no more than `page_info` from them.
  answerHeaders: new Set([
    "content-type",
    "link",
    "retry-after",
    "x-request-id",
    "x-shopify-api-deprecated-reason",
    "x-shopify-api-version",
    "x-shopify-api-version-warning",
    "x-shopify-shop-api-call-limit",
  ]),
  clients,
  secretFields,
  readCredential,
  sandboxSecret,
};
