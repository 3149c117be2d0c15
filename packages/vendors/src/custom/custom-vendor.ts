import type { CustomVendor } from "@keybrake/policy";
import type { Vendor } from "../vendor.ts";
import { createAttachment } from "./attachment.ts";
import { createClients } from "./clients.ts";
import { readCredential, secretFields } from "./credential.ts";
import { createEndpoints } from "./endpoints.ts";
import { deny } from "./errors.ts";
import { createPrice } from "./price.ts";
import { settle } from "./settle.ts";

/**
 * Makes a vendor of what an organization says of it. Keybrake knows nothing else of such a vendor, so it takes nothing
 * for granted: no idempotency, no links, no way to ask later.
 */
export function createCustomVendor(definition: CustomVendor): Vendor {
  const { name, title, origin } = definition;
  const { endpoints, match, priceOf } = createEndpoints(definition.endpoints);
  const { attachment, attach, keyPlaces, keyHeader } = createAttachment(definition.attachment);
  return {
    name,
    title,
    origin,
    definition,
    attachment,
    keyPlaces,
    ...(keyHeader === null ? {} : { keyHeader }),
    catalogue: endpoints,
    // Above the 60 and 80 s after which most SDKs give up.
    timeoutMs: 90_000,
    match,
    price: createPrice(definition, priceOf),
    attach,
    settle,
    deny,
    answerHeaders,
    clients: createClients(definition),
    secretFields,
    readCredential,
    sandboxSecret: () => {
      throw new TypeError("a vendor of one's own has no sandbox");
    },
  };
}

/** Nothing that could lead an SDK elsewhere (`link`, `location`) or act in a browser (`set-cookie`). */
const answerHeaders: ReadonlySet<string> = new Set([
  "content-disposition",
  "content-language",
  "content-type",
  "etag",
  "last-modified",
  "ratelimit",
  "ratelimit-limit",
  "ratelimit-policy",
  "ratelimit-remaining",
  "ratelimit-reset",
  "request-id",
  "retry-after",
  "x-ratelimit-limit",
  "x-ratelimit-remaining",
  "x-ratelimit-reset",
  "x-request-id",
]);
