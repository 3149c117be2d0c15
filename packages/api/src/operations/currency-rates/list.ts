import { listCurrencyRates } from "@keybrake/database";
import { formatUsd, shippedRates } from "@keybrake/policy";
import { z } from "zod";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { rateFields } from "./show-rate.ts";

export const listCurrencyRatesOperation = defineOperation({
  name: "currency-rates.list",
  summary: "List currency rates",
  description:
    "What keys issued now get: the organization's own rates, and the shipped ones for the rest. Never paged.",
  http: { method: "GET", path: "/currency-rates", status: 200 },
  access: { scope: "read", role: "auditor" },
  input: z.strictObject({}),
  output: z.object({ data: z.array(z.object(rateFields)), next_cursor: z.null() }),
  run: (context) =>
    transact(context, async (transaction) => {
      const own = await listCurrencyRates(transaction, context.organizationId);
      const overridden = new Set(own.map((rate) => rate.currency));
      const rates = [
        ...own.map((rate) => ({
          currency: rate.currency,
          usd_rate: formatUsd(rate.rateMicros),
          source: "organization" as const,
          updated_at: rate.updatedAt.toISOString(),
          updated_by: rate.updatedBy,
        })),
        ...Object.entries(shippedRates)
          .filter(([currency]) => !overridden.has(currency))
          .map(([currency, rateMicros]) => ({
            currency,
            usd_rate: formatUsd(rateMicros),
            source: "shipped" as const,
            updated_at: null,
            updated_by: null,
          })),
      ];
      rates.sort((a, b) => (a.currency < b.currency ? -1 : 1));
      return done({ data: rates, next_cursor: null });
    }),
});
