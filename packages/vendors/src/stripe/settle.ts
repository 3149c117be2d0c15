import { convertToMicros, type KeyRules } from "@keybrake/policy";
import type { ObjectOutcome, Outcome, VendorAnswer } from "../outcome.ts";
import type { PricedRequest } from "../pricing.ts";
import { idOf, isReplay, objectAt, readObject, requestId, type StripeObject } from "./answer.ts";
import { currencyExponent } from "./currency.ts";
import { type Moved, moved } from "./moved.ts";

/**
 * What a call came to, from Stripe's answer to it.
 *
 * A 4xx moved nothing (`released`), 409 included: it says that another attempt with the same idempotency key is
 * still at work, and that attempt has a hold of its own. A 5xx, a redirect and an answer that cannot be read leave
 * it open whether money moved (`unknown`): Stripe answers 500 also after it has begun to execute
 * (https://docs.stripe.com/error-low-level#server-errors).
 */
export function settle(request: PricedRequest, answer: VendorAnswer, rules: KeyRules): Outcome {
  const object = readObject(answer.body);
  const found: Found = { object, replayed: isReplay(answer), vendorRequestId: requestId(answer) };
  const { status } = answer;
  if (!isPriced(request)) return settleFree(found, status);
  if (status >= 400 && status < 500)
    return outcome(found, { state: "released", transactionId: failedId(object) });
  if (status < 200 || status >= 300 || object === null) return outcome(found, { state: "unknown" });

  const told = moved(request, object);
  const parsedMicros = told.money === null ? null : convert(told.money, request, rules);
  const counted = parsedMicros ?? request.priceMicros;
  return outcome(found, {
    state: told.state,
    costMicros: told.state === "released" ? 0n : counted,
    parsedMicros: told.state === "released" ? 0n : parsedMicros,
    transactionId: idOf(object),
    object: objectOutcome(told, counted),
  });
}

/** Whether something was held, or would have been but for an assumed price of 0 or a look-up that found nothing left. */
const isPriced = ({ priceMicros, basis, audit }: PricedRequest) =>
  priceMicros > 0n || basis !== null || audit.price_basis === "assumed";

interface Found {
  readonly object: StripeObject | null;
  readonly replayed: boolean;
  readonly vendorRequestId: string | null;
}

type Told = Pick<Outcome, "state"> & Partial<Outcome>;

function outcome({ replayed, vendorRequestId }: Found, told: Told): Outcome {
  return {
    state: told.state,
    costMicros: replayed ? 0n : (told.costMicros ?? 0n),
    parsedMicros: told.parsedMicros ?? null,
    transactionId: told.transactionId ?? null,
    vendorRequestId,
    replayed,
    object: told.object ?? null,
  };
}

/** A call of price 0 costs nothing, but its answer can end an object that another call counted. */
function settleFree(found: Found, status: number): Outcome {
  if (status < 200 || status >= 300) return outcome(found, { state: "released" });
  const { object } = found;
  const id = idOf(object);
  const ended = object !== null && id !== null && isCanceled(object);
  return outcome(found, {
    state: "settled",
    transactionId: id,
    object: ended ? { id, totalMicros: 0n, status: "canceled" } : null,
  });
}

/** A canceled intent or a void invoice of which nothing was paid before, or a session whose time to pay is over. */
function isCanceled(object: StripeObject): boolean {
  if (object.object === "payment_intent") return object.status === "canceled" && object.amount_received === 0;
  if (object.object === "invoice") return object.status === "void" && object.amount_paid === 0;
  return object.object === "checkout.session" && object.status === "expired";
}

function objectOutcome({ object }: Moved, totalMicros: bigint): ObjectOutcome | null {
  if (object === null) return null;
  return { ...object, totalMicros: object.status === "canceled" ? 0n : totalMicros };
}

/** By the rates of the hold. Null when they do not apply: another currency than was priced, or one without a rate. */
function convert(
  { amountMinor, currency }: NonNullable<Moved["money"]>,
  { basis }: PricedRequest,
  rules: KeyRules,
): bigint | null {
  const exponent = currencyExponent(currency);
  if (basis !== null)
    return basis.currency === currency ? convertToMicros({ ...basis, amountMinor, exponent }) : null;
  const rateMicros = Object.hasOwn(rules.rates, currency) ? rules.rates[currency] : undefined;
  if (rateMicros === undefined) return null;
  return convertToMicros({
    amountMinor,
    exponent,
    rateMicros,
    marginBps: currency === "usd" ? 0 : rules.marginBps,
  });
}

/** A declined payment still made an intent or a charge: https://docs.stripe.com/api/errors */
function failedId(object: StripeObject | null): string | null {
  const error = objectAt(object?.error);
  return idOf(error?.payment_intent) ?? idOf(error?.charge) ?? idOf(error?.setup_intent);
}
