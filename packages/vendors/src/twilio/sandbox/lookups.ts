import { z } from "zod";
import type { Handler } from "./call.ts";
import { lookupPackages, rateOf } from "./rates.ts";
import { out, refused, success, type WireObject } from "./replies.ts";

export const lookUp: Handler = ({ ids, query, host, path }) => {
  const number = ids[0] ?? "";
  const fields = (query.getAll("Fields").at(-1) ?? "").split(",").filter((name) => name !== "");
  const micros = priceOf(fields);
  if (micros === null) return refused(400, 60607, "Invalid field in Fields");
  const body = { ...tell(number, fields), url: `https://${host}${path}` };
  return success(200, body, micros === 0n ? [] : [out(micros)]);
};

const batchShape = z.object({
  phone_numbers: z.array(z.object({ phone_number: z.string(), fields: z.array(z.string()).default([]) })),
});

export const lookUpMany: Handler = ({ json }) => {
  const parsed = batchShape.safeParse(json);
  if (!parsed.success) return refused(400, 20001, "Invalid request body");
  let micros = 0n;
  for (const { fields } of parsed.data.phone_numbers) {
    const price = priceOf(fields);
    if (price === null) return refused(400, 60607, "Invalid field in fields");
    micros += price;
  }
  const numbers = parsed.data.phone_numbers.map(({ phone_number, fields }) => tell(phone_number, fields));
  return success(200, { phone_numbers: numbers }, micros === 0n ? [] : [out(micros)]);
};

function priceOf(fields: readonly string[]): bigint | null {
  let micros = 0n;
  for (const name of fields) {
    const price = lookupPackages[name.trim()];
    if (price === undefined) return null;
    micros += price;
  }
  return micros;
}

function tell(number: string, fields: readonly string[]): WireObject {
  const country = rateOf(number)?.country ?? null;
  const packages = Object.fromEntries(
    Object.keys(lookupPackages)
      .filter((name) => name !== "validation")
      .map((name) => [name, fields.includes(name) ? { error_code: null } : null]),
  );
  return {
    phone_number: number,
    national_format: number,
    country_code: country,
    calling_country_code: number.slice(1, 2),
    valid: country !== null,
    validation_errors: country === null ? ["INVALID_COUNTRY_CODE"] : null,
    ...packages,
  };
}
