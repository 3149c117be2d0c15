import { z } from "zod";
import { id } from "../../fields/text.ts";
import { defineOperation } from "../../operation.ts";
import { done, notFound } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { priceListFields, showPriceList } from "./price-list.ts";

export const listPricesOperation = defineOperation({
  name: "prices.list",
  summary: "List what a credential's vendor takes",
  description:
    "What one of each item costs where requests name no amount: a text message, a recipient. Empty for vendors whose " +
    "requests name their amounts. Never paged.",
  http: { method: "GET", path: "/credentials/{id}/prices", status: 200 },
  access: { scope: "read", role: "auditor" },
  input: z.strictObject({ id }),
  output: z.object(priceListFields),
  run: (context, input) =>
    transact(context, async (transaction) => {
      const list = await showPriceList(transaction, context.organizationId, input.id);
      return list === null ? notFound() : done(list);
    }),
});
