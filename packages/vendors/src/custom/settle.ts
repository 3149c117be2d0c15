import type { Outcome, VendorAnswer } from "../outcome.ts";
import type { PricedRequest } from "../pricing.ts";

/**
 * What a call came to. The answer's shape is not known, so a success costs what was held; a 4xx says that the vendor did
 * nothing; after a 5xx or a redirect it stays open whether money moved.
 */
export function settle({ priceMicros }: PricedRequest, answer: VendorAnswer): Outcome {
  const { status } = answer;
  const isDone = status >= 200 && status < 300;
  const isOpen = !isDone && !(status >= 400 && status < 500) && priceMicros > 0n;
  return {
    state: isDone ? "settled" : isOpen ? "unknown" : "released",
    costMicros: isDone ? priceMicros : 0n,
    parsedMicros: null,
    transactionId: isDone ? idIn(answer.body) : null,
    vendorRequestId: requestId(answer),
    replayed: false,
    object: null,
  };
}

const idShape = /^[A-Za-z0-9_.:-]{1,255}$/;

/** The `id` at the top of a JSON answer, by which most vendors name what a call made. */
function idIn(body: Buffer | null): string | null {
  if (body === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || !("id" in value)) return null;
  const { id } = value;
  const text = typeof id === "number" && Number.isSafeInteger(id) ? String(id) : id;
  return typeof text === "string" && idShape.test(text) ? text : null;
}

function requestId({ headers }: VendorAnswer): string | null {
  const id = headers.get("request-id") ?? headers.get("x-request-id");
  return id !== undefined && idShape.test(id) ? id : null;
}
