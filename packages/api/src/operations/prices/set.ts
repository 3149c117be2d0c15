import { recordActivity, setPrices, unsetPrices } from "@keybrake/database";
import { formatUsd } from "@keybrake/policy";
import { z } from "zod";
import { usdIn } from "../../fields/money.ts";
import { id } from "../../fields/text.ts";
import { defineOperation } from "../../operation.ts";
import { done, notFound } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { priceListFields, showPriceList } from "./price-list.ts";

/** A million dollars for one of anything is a slip of digits. */
const PRICE_MAX_MICROS = 1_000_000_000_000n;
const PRICES_MAX = 500;

const price = z.strictObject({
  item: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_:*.-]{0,79}$/),
  usd: usdIn
    .refine((micros) => micros <= PRICE_MAX_MICROS, { error: "Must be at most 1000000." })
    .nullable()
    .describe("For one of it; null to go back to the vendor's own list, or to what is shipped."),
});

export const setPricesOperation = defineOperation({
  name: "prices.set",
  summary: "Set what a credential's vendor takes",
  description:
    "Proxies hold calls at the new prices within 30 seconds. What is not named stays as it is; what is set here is " +
    "not overwritten by the vendor's own list.",
  http: { method: "PUT", path: "/credentials/{id}/prices", status: 200 },
  access: { scope: "credentials:write", role: "admin" },
  input: z.strictObject({
    id,
    prices: z
      .array(price)
      .min(1)
      .max(PRICES_MAX)
      .refine((prices) => new Set(prices.map(({ item }) => item)).size === prices.length, {
        error: "Names an item twice.",
      }),
  }),
  output: z.object(priceListFields),
  run: (context, input) =>
    transact(context, async (transaction) => {
      const { organizationId, actor } = context;
      const of = { organizationId, credentialId: input.id };
      if ((await showPriceList(transaction, organizationId, input.id)) === null) return notFound();
      const set = new Map(input.prices.flatMap(({ item, usd }) => (usd === null ? [] : [[item, usd]])));
      const unset = input.prices.filter(({ usd }) => usd === null).map(({ item }) => item);
      await setPrices(transaction, of, { prices: set, updatedBy: actor });
      await unsetPrices(transaction, of, unset);
      await recordActivity(transaction, {
        organizationId,
        actor,
        action: "prices.set",
        subject: `credential:${input.id}`,
        detail: { set: [...set].map(([item, usd]) => `${item} ${formatUsd(usd)}`), unset },
      });
      const list = await showPriceList(transaction, organizationId, input.id);
      return list === null ? notFound() : done(list);
    }),
});
