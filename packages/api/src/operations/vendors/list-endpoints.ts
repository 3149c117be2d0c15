import { costsMoney } from "@keybrake/vendors";
import { z } from "zod";
import { vendorName } from "../../fields/text.ts";
import { defineOperation } from "../../operation.ts";
import { done, notFound } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { resolveVendor } from "./resolve-vendor.ts";

const endpoint = z.object({
  name: z.string().describe("As `allowed_endpoints` takes it."),
  label: z.string().describe("The vendor's SDK's name for it."),
  class: z.string().describe("What it does to money; `READ` moves none."),
  costs_money: z
    .boolean()
    .describe("Whether a call of it can move money, and so needs a price before it is sent."),
});

export const listEndpointsOperation = defineOperation({
  name: "vendors.list-endpoints",
  summary: "List the endpoints that a vendor has",
  description: "The whole catalogue, in the vendor's own order. Never paged.",
  http: { method: "GET", path: "/vendors/{vendor}/endpoints", status: 200 },
  access: { scope: "read", role: "auditor" },
  input: z.strictObject({ vendor: vendorName }),
  output: z.object({ vendor: z.string(), title: z.string(), data: z.array(endpoint), next_cursor: z.null() }),
  run: async (context, input) => {
    const { organizationId } = context;
    const found = await transact(context, async (transaction) => {
      const vendor = await resolveVendor(transaction, {
        organizationId,
        name: input.vendor,
        archivedToo: true,
      });
      return vendor === null ? notFound() : done(vendor);
    });
    if (!found.ok) return found;
    const vendor = found.value;
    return done({
      vendor: vendor.name,
      title: vendor.title,
      data: vendor.catalogue.map(({ name, label, class: kind }) => ({
        name,
        label,
        class: kind,
        costs_money: costsMoney(kind),
      })),
      next_cursor: null,
    });
  },
});
