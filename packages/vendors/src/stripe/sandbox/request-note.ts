import { type Fault, readMagicFault } from "../../sandbox/faults.ts";
import type { RequestNote } from "../../sandbox.ts";
import { type FormRecord, isRecord } from "./form.ts";

/** The amount and currency that Stripe would act on, as this sandbox decoded them. */
export function noteParameters(record: FormRecord, idempotencyKey: string | null): RequestNote {
  const { amount } = record;
  const value = isRecord(amount)
    ? amount.value
    : (amount ?? record.amount_to_capture ?? record.amount_to_confirm);
  const currency = isRecord(amount) ? amount.currency : record.currency;
  return {
    idempotencyKey,
    amountMinor: typeof value === "string" && /^-?\d{1,15}$/.test(value) ? Number(value) : null,
    currency: typeof currency === "string" ? currency.slice(0, 16).toLowerCase() : null,
  };
}

/** The fault that the request's magic value names; `unknown` when it names none that there is. */
export function readAskedFault(record: FormRecord): Fault | "unknown" | null {
  const { metadata, description } = record;
  const named = isRecord(metadata) ? metadata.sandbox : undefined;
  const described = typeof description === "string" && description.startsWith("sandbox:");
  const text = typeof named === "string" ? named : described ? description.slice("sandbox:".length) : null;
  return text === null ? null : (readMagicFault(text) ?? "unknown");
}
