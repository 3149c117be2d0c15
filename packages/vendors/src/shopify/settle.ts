import type { KeyRules } from "@keybrake/policy";
import type { Outcome, VendorAnswer } from "../outcome.ts";
import type { PricedRequest } from "../pricing.ts";
import { readJson, requestId } from "./answer.ts";
import { graphqlTemplate } from "./endpoints.ts";
import { graphqlTold } from "./settle-graphql.ts";
import { restTold } from "./settle-rest.ts";
import type { Told } from "./told.ts";

/**
 * What a call came to. A 4xx moved nothing. A 5xx, a redirect and an answer that cannot be read leave it open. An
 * answer 200 of GraphQL may still say of each mutation that it was refused (`userErrors`), which then cost nothing.
 */
export function settle(request: PricedRequest, answer: VendorAnswer, rules: KeyRules): Outcome {
  const { status } = answer;
  const vendorRequestId = requestId(answer);
  const end = (state: Outcome["state"], found: Partial<Outcome> = {}): Outcome => ({
    ...nothing,
    vendorRequestId,
    state,
    ...found,
  });
  const isGood = status >= 200 && status < 300;
  const json = isGood ? readJson(answer.body) : null;
  const tell = request.endpoint.template === graphqlTemplate ? graphqlTold : restTold;
  if (!isPriced(request)) {
    if (!isGood) return end("released");
    const told = json === null ? [] : tell(request, json, rules);
    // Nothing was to move, as the order stood when it was asked about; what moved all the same is an overage.
    const costMicros = told.reduce((sum, { micros }) => sum + (micros ?? 0n), 0n);
    return end("settled", {
      transactionId: firstId(told),
      ...(costMicros > 0n && { costMicros, parsedMicros: costMicros }),
    });
  }
  if (status >= 400 && status < 500) return end("released", { parsedMicros: 0n });
  if (json === null) return end("unknown");
  const told = tell(request, json, rules);
  const found = { transactionId: firstId(told) };
  if (told.some(({ what }) => what === "open")) return end("unknown", found);
  if (told.every(({ what }) => what === "refused")) return end("released", { ...found, parsedMicros: 0n });
  const prices = pricesOf(request, told.length);
  const costMicros = told.reduce((sum, { what, micros }, index) => {
    return what === "refused" ? sum : sum + (micros ?? prices[index] ?? 0n);
  }, 0n);
  const isTold = told.every(({ what, micros }) => what === "refused" || micros !== null);
  return end("settled", {
    ...found,
    costMicros,
    parsedMicros: isTold ? costMicros : null,
    object: repeatable(request, found.transactionId, costMicros),
  });
}

/**
 * Shopify repeats an answer to `@idempotent` without saying so, but with the id of the first. Named as the call's
 * object, what is counted for that id already is not counted again, whichever attempt or run it reaches.
 */
function repeatable(request: PricedRequest, id: string | null, totalMicros: bigint): Outcome["object"] {
  return request.idempotencyKey === null || id === null ? null : { id, totalMicros, status: "closed" };
}

const nothing: Omit<Outcome, "state"> = {
  costMicros: 0n,
  parsedMicros: null,
  transactionId: null,
  vendorRequestId: null,
  replayed: false,
  object: null,
};

/** Whether something was held, or would have been but for an assumed price of 0. */
const isPriced = ({ priceMicros, audit }: PricedRequest) =>
  priceMicros > 0n || audit.price_basis === "assumed";

const firstId = (told: readonly Told[]): string | null => told.find(({ id }) => id !== null)?.id ?? null;

/** The price of each operation, as they were added up; all of it for each where that is not known. */
function pricesOf({ audit, priceMicros }: PricedRequest, count: number): bigint[] {
  const prices = String(audit.price_by_operation ?? "").split(",");
  const isKnown = prices.length === count && prices.every((price) => /^\d+$/.test(price));
  return isKnown ? prices.map(BigInt) : Array.from({ length: count }, () => priceMicros);
}
