import { recordActivity, setCurrencyRate } from "@keybrake/database";
import { formatUsd } from "@keybrake/policy";
import { z } from "zod";
import { usdIn } from "../../fields/money.ts";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { rateFields } from "./show-rate.ts";

/** A million dollars for one unit: no currency is worth near that, and a slip of digits is likelier. */
const RATE_MAX_MICROS = 1_000_000_000_000n;

const input = z.strictObject({
  currency: z
    .string()
    .regex(/^[a-z]{3}$/)
    .refine((currency) => currency !== "usd", { error: "The US dollar is what others are converted to." }),
  usd_rate: usdIn
    .refine((rate) => rate > 0n && rate <= RATE_MAX_MICROS, { error: "Must be above 0, at most 1000000." })
    .describe("US dollars for one major unit: 1 EUR, 1 JPY."),
});

export const setCurrencyRateOperation = defineOperation({
  name: "currency-rates.set",
  summary: "Set a currency rate",
  description: "For keys issued from now on: a key keeps the rates that it was issued with.",
  http: { method: "PUT", path: "/currency-rates/{currency}", status: 200 },
  access: { scope: "credentials:write", role: "admin" },
  input,
  output: z.object(rateFields),
  run: (context, { currency, usd_rate: rateMicros }) =>
    transact(context, async (transaction) => {
      const { organizationId, actor } = context;
      const rate = await setCurrencyRate(transaction, {
        organizationId,
        currency,
        rateMicros,
        updatedBy: actor,
      });
      const usdRate = formatUsd(rate.rateMicros);
      await recordActivity(transaction, {
        organizationId,
        actor,
        action: "currency-rates.set",
        subject: `currency:${currency}`,
        detail: { usd_rate: usdRate },
      });
      return done({
        currency,
        usd_rate: usdRate,
        source: "organization" as const,
        updated_at: rate.updatedAt.toISOString(),
        updated_by: rate.updatedBy,
      });
    }),
});
