import type { KeyRules } from "@keybrake/policy";
import type { ObjectOutcome, Outcome, VendorAnswer } from "../outcome.ts";
import type { PricedRequest } from "../pricing.ts";
import { isSuccess, readEmailObject, readSent, readSentBatch } from "./answer.ts";
import { readBatch, recipientsOf } from "./pricing/email-body.ts";
import { isSend } from "./pricing/rules.ts";

/**
 * What a call came to. Resend's answers tell ids, never amounts, so a send costs what was held for it, unless the
 * answer says that some emails of a batch were not sent.
 *
 * A 4xx sent nothing (`released`), 409 included: it says that another attempt with the same idempotency key is still
 * at work, and that attempt has a hold of its own. A 5xx, a redirect, and a success that cannot be read leave it open
 * (`unknown`).
 *
 * **Replays.** No header tells them. But a repetition has the id of the first answer, so a send with an idempotency key
 * names what it sent as its object: what is counted for that id already is not counted again, and a new id is.
 */
export function settle(request: PricedRequest, answer: VendorAnswer, _rules: KeyRules): Outcome {
  if (!isPriced(request)) return settleFree(request, answer);
  if (answer.status >= 400 && answer.status < 500) return outcome({ state: "released" });
  if (!isSuccess(answer)) return outcome({ state: "unknown" });
  if (request.endpoint.name === "POST /emails/batch") return settleBatch(request, answer);
  const sent = readSent(answer);
  if (!isSend(request.endpoint)) {
    return outcome({ state: "settled", costMicros: request.priceMicros, transactionId: sent?.id ?? null });
  }
  return sent === null ? outcome({ state: "unknown" }) : settleSent(request, sent.id);
}

/** A scheduled email can still be canceled, so its money is accrued until it is known to be sent. */
function settleSent({ priceMicros, idempotencyKey, outgoing, audit }: PricedRequest, id: string): Outcome {
  const isScheduled = audit.scheduled_at !== undefined;
  const hasKey = idempotencyKey !== null || outgoing.headers.some(([name]) => name === "idempotency-key");
  return outcome({
    state: isScheduled ? "accrued" : "settled",
    costMicros: priceMicros,
    parsedMicros: null,
    transactionId: id,
    object:
      isScheduled || hasKey
        ? { id, totalMicros: priceMicros, status: isScheduled ? "open" : "closed" }
        : null,
  });
}

/**
 * A batch is settled as it is sent, scheduled or not: it has many ids, of which a call can count one, so that an email
 * of it that is canceled later gives nothing back. Its object is named after the first id, but is no email: canceling
 * that email must not end it.
 */
function settleBatch(request: PricedRequest, answer: VendorAnswer): Outcome {
  const batch = readSentBatch(answer);
  if (batch === null) return outcome({ state: "unknown" });
  const costMicros = request.priceMicros - notSentMicros(request, batch);
  const [first] = batch.data;
  if (first === undefined) {
    return costMicros === 0n ? outcome({ state: "released" }) : outcome({ state: "settled", costMicros });
  }
  const object: ObjectOutcome = { id: `batch:${first.id}`, totalMicros: costMicros, status: "closed" };
  return outcome({
    state: "settled",
    costMicros,
    transactionId: first.id,
    object: request.idempotencyKey === null ? null : object,
  });
}

interface SentBatch {
  readonly data: readonly { readonly id: string }[];
  readonly errors?: readonly { readonly index: number }[] | undefined;
}

/** What of the hold is for emails that Resend says it refused; nothing, unless its answer accounts for every email. */
function notSentMicros(request: PricedRequest, { data, errors = [] }: SentBatch): bigint {
  const emails = readOwnBatch(request);
  const refused = new Set(errors.map(({ index }) => index));
  const total = emails.reduce((sum, email) => sum + recipientsOf(email), 0);
  const isAccountedFor =
    refused.size === errors.length &&
    data.length + refused.size === emails.length &&
    [...refused].every((index) => index < emails.length);
  if (!isAccountedFor || total === 0) return 0n;
  const notSent = emails.reduce(
    (sum, email, index) => sum + (refused.has(index) ? recipientsOf(email) : 0),
    0,
  );
  return (request.priceMicros / BigInt(total)) * BigInt(notSent);
}

/** The body as it was judged and sent. */
function readOwnBatch({ outgoing }: PricedRequest) {
  if (outgoing.body === null) return [];
  const read = readBatch(JSON.parse(outgoing.body.toString("utf8")));
  return read.ok ? read.value : [];
}

/** Whether something was held, or would have been but for a price of 0. */
const isPriced = ({ priceMicros, audit, endpoint }: PricedRequest) =>
  priceMicros > 0n || audit.price_basis === "assumed" || isSend(endpoint);

const tellsOfCancel: ReadonlySet<string> = new Set(["POST /emails/{id}/cancel", "GET /emails/{id}"]);

/** A call of price 0 costs nothing, but its answer can say that an email which another call counted was canceled. */
function settleFree({ endpoint, outgoing }: PricedRequest, answer: VendorAnswer): Outcome {
  if (!isSuccess(answer)) return outcome({ state: "released" });
  const email = tellsOfCancel.has(endpoint.name) ? readEmailObject(answer) : null;
  const isCanceled = email !== null && (endpoint.method === "POST" || email.last_event === "canceled");
  // The id that was asked for, so that no answer ends the object of another.
  const isSame = email !== null && outgoing.target.split("/")[2]?.split("?")[0] === email.id;
  return outcome({
    state: "settled",
    transactionId: email?.id ?? null,
    object: isCanceled && isSame ? { id: email.id, totalMicros: 0n, status: "canceled" } : null,
  });
}

function outcome(told: Pick<Outcome, "state"> & Partial<Outcome>): Outcome {
  return {
    state: told.state,
    costMicros: told.costMicros ?? 0n,
    parsedMicros: told.parsedMicros ?? null,
    transactionId: told.transactionId ?? null,
    vendorRequestId: null,
    replayed: false,
    object: told.object ?? null,
  };
}
