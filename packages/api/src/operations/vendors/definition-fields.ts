import {
  amountPrice,
  type CustomVendor,
  customAttachment,
  customEndpointsMax,
  customHeaderName,
  customMethod,
  customOrigin,
  customPath,
  customTitle,
  customVendorName,
  customVendorSchema,
  formatUsd,
  type StoredCustomVendor,
} from "@keybrake/policy";
import { vendors } from "@keybrake/vendors";
import { z } from "zod";
import { usdIn } from "../../fields/money.ts";
import { inputErrors } from "../../input-errors.ts";
import { done, invalid, invalidField, type Result } from "../../problems.ts";

const [bearer, , header] = customAttachment.options;

const attachment = z
  .discriminatedUnion("kind", [
    bearer,
    z.strictObject({
      kind: z.literal("basic"),
      secret_is: z.enum(["user", "password"]),
      other: z
        .string()
        .max(100)
        .default("")
        .describe("The other part of the pair, the same for every credential."),
    }),
    header,
  ])
  .describe("How the vendor takes the secret.");

const price = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("free") }),
    z.strictObject({ kind: z.literal("flat"), usd: usdIn.describe("What each call costs.") }),
    z.strictObject(amountPrice),
  ])
  .describe("What a call costs: nothing, always the same, or what the request's own fields say.");

/** A vendor's definition as it is written; what stands in it together, `readDefinition` judges. */
export const definitionFields = {
  title: customTitle,
  origin: customOrigin.meta({
    description: "HTTPS, a DNS name and perhaps a port; it must lead to public addresses only.",
    examples: ["https://api.example.com"],
  }),
  attachment,
  passed_headers: z
    .array(customHeaderName)
    .max(20)
    .default([])
    .describe("Request headers that the vendor gets to see beside Accept, User-Agent and Content-Type."),
  endpoints: z
    .array(z.strictObject({ method: customMethod, path: customPath, price }))
    .min(1)
    .max(customEndpointsMax),
};

export const vendorField = customVendorName.describe("Stands in the path of every call, and never changes.");

const input = z.strictObject({ name: vendorField, ...definitionFields });

export type DefinitionInput = z.output<typeof input>;

/** Judges a definition as a whole, and writes it as it is stored. */
export function readDefinition(fields: DefinitionInput): Result<StoredCustomVendor> {
  const builtIn = vendors.find(({ origin }) => origin === fields.origin);
  if (builtIn !== undefined) {
    return invalidField(
      "origin",
      `That is ${builtIn.title}, which Keybrake knows and prices by itself: add a credential of ${builtIn.title}.`,
    );
  }
  const stored = storedOf(fields);
  const parsed = customVendorSchema.safeParse(stored);
  if (parsed.success) return done(stored);
  return invalid(inputErrors(parsed.error).map((error) => ({ ...error, path: writtenPath(error.path) })));
}

function storedOf(fields: DefinitionInput): StoredCustomVendor {
  const { name, title, origin, attachment: how, passed_headers: passedHeaders } = fields;
  return {
    name,
    title,
    origin,
    attachment: how.kind === "basic" ? { kind: "basic", secretIs: how.secret_is, other: how.other } : how,
    passedHeaders,
    endpoints: fields.endpoints.map(({ method, path, price: cost }) => ({
      method,
      path,
      price: cost.kind === "flat" ? { kind: "flat", micros: cost.usd.toString() } : cost,
    })),
  };
}

function writtenPath(path: string): string {
  return path
    .replace(/^passedHeaders/, "passed_headers")
    .replace(/\.secretIs$/, ".secret_is")
    .replace(/\.micros$/, ".usd");
}

/** The same words, out. */
export const shownDefinition = z.object({
  title: z.string(),
  origin: z.string(),
  attachment: z.object({
    kind: z.enum(["bearer", "basic", "header"]),
    secret_is: z.enum(["user", "password"]).optional(),
    other: z.string().optional(),
    name: z.string().optional(),
  }),
  passed_headers: z.array(z.string()),
  endpoints: z.array(
    z.object({
      method: customMethod,
      path: z.string(),
      price: z.object({
        kind: z.enum(["free", "flat", "amount"]),
        usd: z.string().optional(),
        format: z.enum(["json", "form"]).optional(),
        amount: z.array(z.string()).optional(),
        currency: z.union([z.string(), z.array(z.string())]).optional(),
        unit: z.enum(["minor", "major"]).optional(),
      }),
    }),
  ),
});

export function showDefinition(definition: CustomVendor): z.input<typeof shownDefinition> {
  const { title, origin, attachment: how, passedHeaders, endpoints } = definition;
  return {
    title,
    origin,
    attachment: how.kind === "basic" ? { kind: "basic", secret_is: how.secretIs, other: how.other } : how,
    passed_headers: passedHeaders,
    endpoints: endpoints.map(({ method, path, price: cost }) => ({
      method,
      path,
      price: cost.kind === "flat" ? { kind: "flat", usd: formatUsd(cost.micros) } : cost,
    })),
  };
}
