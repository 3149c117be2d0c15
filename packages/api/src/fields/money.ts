import { formatUsd, parseUsd } from "@keybrake/policy";
import { z } from "zod";

const number = z.number().meta({ minimum: 0 });
const decimal = z.string().max(40).meta({ pattern: "^(0|[1-9][0-9]{0,9})(\\.[0-9]{1,6})?$" });

/** US dollars in: a number or a decimal string with at most 6 decimals; micro-dollars from here on. */
export const usdIn = z
  .union([number, decimal], {
    error: 'Write US dollars as a number or a decimal string, such as 12.5 or "12.50".',
  })
  .transform((value, context): bigint => {
    const usd = parseUsd(value);
    if (usd.ok) return usd.value;
    context.addIssue({ code: "custom", message: usd.message });
    return z.NEVER;
  });

/** US dollars out: a plain decimal string. */
export const usdOut = z
  .string()
  .regex(/^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/)
  .meta({ examples: ["12.5"] });

export function showUsd(micros: bigint | null): string | null {
  return micros === null ? null : formatUsd(micros);
}
