import { type CustomVendorRecord, listCustomVendors } from "@keybrake/database";
import { customVendorSchema } from "@keybrake/policy";
import { createCustomVendor, type Vendor, vendors } from "@keybrake/vendors";
import { z } from "zod";
import { instantOut, showTime } from "../../fields/time.ts";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";

const secretField = z.object({
  name: z.string().describe("As `secret` of a new credential takes it."),
  label: z.string(),
  placeholder: z.string(),
  description: z.string(),
  options: z
    .array(z.object({ value: z.string(), label: z.string() }))
    .nullable()
    .describe("What it may be, where it is one of a few; the first unless told."),
});

const own = z.object({
  origin: z.string(),
  endpoints: z.int(),
  version: z.int(),
  changed_at: instantOut,
  archived_at: instantOut.nullable(),
});

const vendor = z.object({
  name: z.string(),
  title: z.string(),
  secret_fields: z.array(secretField),
  has_sandbox: z.boolean(),
  has_prices: z
    .boolean()
    .describe("Whether it takes a fee where requests name no amount: see the credential's prices."),
  clients: z
    .array(z.object({ id: z.string(), title: z.string(), code: z.string() }))
    .describe("How its SDKs are pointed at this proxy; the vault key is in VAULT_KEY."),
  custom: own
    .nullable()
    .describe("Null for a built-in vendor; else what the organization's definition says."),
});

export const listVendorsOperation = defineOperation({
  name: "vendors.list",
  summary: "List the vendors that keys can be for",
  description: "The built-in ones, then the organization's own by name. Never paged.",
  http: { method: "GET", path: "/vendors", status: 200 },
  access: { scope: "read", role: "auditor" },
  input: z.strictObject({
    archived: z
      .stringbool({ truthy: ["true"], falsy: ["false"] })
      .or(z.boolean())
      .default(false)
      .describe("True lists the organization's archived ones too."),
  }),
  output: z.object({ data: z.array(vendor), next_cursor: z.null() }),
  run: (context, { archived }) =>
    transact(context, async (transaction) => {
      const defined = await listCustomVendors(transaction, context.organizationId);
      const { publicProxyUrl: proxyUrl } = context;
      const shown = defined.filter(({ archivedAt }) => archived || archivedAt === null);
      return done({
        data: [
          ...vendors.map((builtIn) => show(builtIn, { custom: null, proxyUrl })),
          ...shown.map((record) => showOwn(record, proxyUrl)),
        ],
        next_cursor: null,
      });
    }),
});

function showOwn(record: CustomVendorRecord, proxyUrl: string) {
  const definition = customVendorSchema.parse(record.definition);
  const custom = {
    origin: definition.origin,
    endpoints: definition.endpoints.length,
    version: record.version,
    changed_at: record.changedAt.toISOString(),
    archived_at: showTime(record.archivedAt),
  };
  return show(createCustomVendor(definition), { custom, proxyUrl });
}

interface Shown {
  readonly custom: z.input<typeof own> | null;
  readonly proxyUrl: string;
}

function show({ name, title, secretFields, priceItems, clients }: Vendor, { custom, proxyUrl }: Shown) {
  return {
    name,
    title,
    has_prices: priceItems !== undefined,
    clients: clients(proxyUrl).map((client) => ({ ...client })),
    secret_fields: secretFields.map(({ options, ...field }) => ({
      ...field,
      options: options === undefined ? null : options.map((option) => ({ ...option })),
    })),
    has_sandbox: custom === null,
    custom,
  };
}
