import { z } from "zod";
import { customOrigin } from "./custom-origin.ts";
import { canonicalEndpoint } from "./endpoint-pattern.ts";
import { largestMicros } from "./money.ts";

/** Names that mean something else in a path of the proxy: built-in vendors, versions of APIs, the proxy's own. */
const reservedVendorNames: ReadonlySet<string> = new Set([
  "stripe",
  "twilio",
  "resend",
  "shopify",
  "admin",
  "keybrake",
  "sandbox",
  "v1",
  "v2",
]);

const vendorName = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/, {
  error: "Write 2 to 31 small letters, digits and hyphens, beginning with a letter.",
});

/** A name that a new vendor may have. */
export const customVendorName = vendorName.refine((name) => !reservedVendorNames.has(name), {
  error: "This name is taken by Keybrake itself.",
});

/** Headers that frame a message, name a place, carry another secret or act on another method than the line's. */
const forbiddenHeaders = new Set(
  `accept accept-charset accept-encoding age alt-svc authorization cache-control connection cookie cookie2 date
  early-data expect forwarded from host http2-settings idempotent-replayed keep-alive link location max-forwards origin
  pragma range referer server set-cookie te trailer transfer-encoding upgrade user-agent vary via warning
  www-authenticate x-http-method x-http-method-override x-method-override x-original-method x-original-uri
  x-original-url x-real-ip x-rewrite-url x-shopify-access-token`.split(/\s+/),
);
const forbiddenHeaderStart =
  /^(?:access-control-|cf-|content-|if-|keybrake-|proxy-|sec-|x-amzn-|x-forwarded-|x-middleware-)/;

/** A header line of the vendor's own, in lower case. */
export const customHeaderName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,59}$/, {
    error: "Write the header's name in small letters, digits and hyphens, such as x-api-key.",
  })
  .refine((name) => !forbiddenHeaders.has(name) && !forbiddenHeaderStart.test(name), {
    error: "This header means something to the connection or to Keybrake, so it cannot be used.",
  });

/** How the vendor takes the secret. In `basic` the other part is the same for everybody, and often empty. */
export const customAttachment = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("bearer") }),
  z.strictObject({
    kind: z.literal("basic"),
    secretIs: z.enum(["user", "password"]),
    other: z.string().regex(/^[\x21-\x39\x3b-\x7e]{0,100}$/, {
      error: "Write at most 100 visible ASCII characters without a colon.",
    }),
  }),
  z.strictObject({ kind: z.literal("header"), name: customHeaderName }),
]);

const pathSegment = /^(?:[A-Za-z0-9._~:@+=,-]{1,100}|\{[a-z][a-z0-9_]{0,31}\})$/;

export const customPath = z
  .string()
  .max(200)
  .refine((path) => isPath(path), {
    error:
      "Write a path such as /v1/messages/{id}: a slash before each part, a {name} only as a whole part, none at the end.",
  });

function isPath(path: string): boolean {
  const [first, ...segments] = path.split("/");
  if (first !== "" || segments.length === 0 || segments.length > 16) return false;
  return segments.every((text) => pathSegment.test(text) && text !== "." && text !== "..");
}

export const customMethod = z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]);

/**
 * Names that lead to a field, outermost first. No list's index among them: a price of one item says nothing of the
 * items beside it.
 */
const fieldPath = z
  .array(
    z.string().regex(/^(?![0-9]+$)[A-Za-z0-9_$@:-]{1,64}$/, {
      error: "Write the field's name in letters, digits and _ $ @ : -, and no index of a list.",
    }),
  )
  .min(1)
  .max(8);

const currencyCode = z.string().regex(/^[a-z]{3}$/, {
  error: "Write a three-letter currency code in small letters.",
});

/** Where a request says what it costs. */
export const amountPrice = {
  kind: z.literal("amount"),
  format: z.enum(["json", "form"]),
  amount: fieldPath,
  /** A code for all calls, or where the request names one. */
  currency: z.union([currencyCode, fieldPath], {
    error: "Write a three-letter currency code in small letters, or the path of a field.",
  }),
  /** Cents or dollars. */
  unit: z.enum(["minor", "major"]),
};

const microsText = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,15})$/)
  .transform((text) => BigInt(text));

const customPrice = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("free") }),
  z.strictObject({
    kind: z.literal("flat"),
    micros: microsText.refine((micros) => micros > 0n && micros <= largestMicros),
  }),
  z.strictObject(amountPrice),
]);

export const customTitle = z
  .string()
  .min(1)
  .max(60)
  .refine((text) => !/[\p{C}\p{Zl}\p{Zp}]/u.test(text) && text.trim() === text, {
    error: "Leave out control characters, and spaces at the beginning and end.",
  });

const customEndpoint = z.strictObject({ method: customMethod, path: customPath, price: customPrice });

export const customEndpointsMax = 100;

/**
 * A vendor of an organization's own, as it is stored and as a vault key pins it: changing the definition changes no key
 * that was already issued.
 */
export const customVendorSchema = z
  .strictObject({
    // Not only free ones: a name that Keybrake takes later must not make keys unreadable that were issued before.
    name: vendorName,
    title: customTitle,
    origin: customOrigin,
    attachment: customAttachment,
    /** Request headers beside the usual ones that the vendor gets to see, such as its version or idempotency key. */
    passedHeaders: z.array(customHeaderName).max(20),
    endpoints: z.array(customEndpoint).min(1).max(customEndpointsMax),
  })
  .superRefine((definition, context) => {
    for (const { path, message } of contradictions(definition)) {
      context.addIssue({ code: "custom", path: [...path], message });
    }
  });

export type CustomVendor = z.output<typeof customVendorSchema>;
export type StoredCustomVendor = z.input<typeof customVendorSchema>;
export type CustomEndpoint = CustomVendor["endpoints"][number];
export type CustomPrice = CustomEndpoint["price"];

/** Writes a definition as it is stored. */
export function storeCustomVendor(definition: CustomVendor): StoredCustomVendor {
  return {
    ...definition,
    endpoints: definition.endpoints.map(({ price, ...endpoint }) => ({
      ...endpoint,
      price: price.kind === "flat" ? { ...price, micros: price.micros.toString() } : price,
    })),
  };
}

interface Judged {
  readonly attachment: CustomVendor["attachment"];
  readonly passedHeaders: readonly string[];
  readonly endpoints: ReadonlyArray<{
    readonly method: string;
    readonly path: string;
    readonly price: { readonly kind: string };
  }>;
}

interface Contradiction {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What is well-formed by itself and wrong together; paths in the stored words. */
function contradictions({ attachment, passedHeaders, endpoints }: Judged): Contradiction[] {
  const found: Contradiction[] = [];
  const seen = new Set<string>();
  for (const [index, { method, path, price }] of endpoints.entries()) {
    const name = canonicalEndpoint(`${method} ${path}`);
    if (seen.has(name)) {
      found.push({
        path: ["endpoints", index, "path"],
        message: "This endpoint stands in the list already.",
      });
    }
    seen.add(name);
    if (price.kind === "amount" && (method === "GET" || method === "DELETE")) {
      const message = `A ${method} has no body to read an amount from: give it a flat price.`;
      found.push({ path: ["endpoints", index, "price"], message });
    }
  }
  for (const [index, name] of passedHeaders.entries()) {
    if (passedHeaders.indexOf(name) !== index) {
      found.push({ path: ["passedHeaders", index], message: "This header stands in the list already." });
    } else if (attachment.kind === "header" && attachment.name === name) {
      const message = "This header carries the secret, so what an agent sends in it is not passed.";
      found.push({ path: ["passedHeaders", index], message });
    }
  }
  return found;
}
