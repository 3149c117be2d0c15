import type { PriceBasis, PricedRequest } from "@keybrake/vendors";

export interface AuditFacts {
  readonly audit: PricedRequest["audit"];
  readonly basis: PriceBasis | null;
  /** Hexadecimal; null when the body was never read. */
  readonly bodyHash: string | null;
}

const LENGTH_MAX = 4_096;

/** Postgres refuses these in jsonb, and one refused row would fail its whole batch. */
const NOT_IN_JSONB = /\\u(?:0000|d[89a-f][0-9a-f]{2})/g;

/** The audit row's `request`: at most 4 KiB of JSON that Postgres takes, whatever the caller sent. */
export function auditJson({ audit, basis, bodyHash }: AuditFacts): string {
  const facts: Record<string, unknown> = { ...audit };
  if (basis !== null) {
    facts.basis = {
      currency: basis.currency,
      amount_minor: basis.amountMinor.toString(),
      rate_micros: basis.rateMicros.toString(),
      margin_bps: basis.marginBps,
    };
  }
  if (bodyHash !== null) facts.body_sha256 = bodyHash;
  const json = JSON.stringify(facts);
  const text = json.includes("\\u") ? json.replace(NOT_IN_JSONB, "\\ufffd") : json;
  if (Buffer.byteLength(text) <= LENGTH_MAX) return text;
  return JSON.stringify({ truncated: true, ...(bodyHash === null ? {} : { body_sha256: bodyHash }) });
}
