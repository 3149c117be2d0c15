import { z } from "zod";
import { usdOut } from "../../fields/money.ts";
import { instantOut } from "../../fields/time.ts";

export const rateFields = {
  currency: z.string().describe("ISO 4217, lower case."),
  usd_rate: usdOut.describe("US dollars for one major unit: 1 EUR, 1 JPY."),
  source: z.enum(["organization", "shipped"]),
  updated_at: instantOut.nullable().describe("Null for a shipped rate."),
  updated_by: z.string().nullable(),
};
