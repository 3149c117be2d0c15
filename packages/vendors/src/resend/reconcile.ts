import type { ObjectOutcome, Outcome } from "../outcome.ts";
import type { OpenCall, Reconciler } from "../vendor.ts";
import { readEmailObject } from "./answer.ts";
import { emailLookUp } from "./outgoing.ts";

const emailId = /^[A-Za-z0-9_-]{1,64}$/;

/** What an email is called while it is not known yet whether it will be sent. */
const waiting: ReadonlySet<string> = new Set(["scheduled", "queued"]);

/**
 * Asks what became of a scheduled email. A send whose answer was lost cannot be asked about: its id is not known, and
 * Resend finds emails by nothing else. It stays counted until a person decides.
 */
export const reconciler: Reconciler = {
  // An email can be scheduled a month ahead.
  givenUpAfterMs: 35 * 86_400_000,

  lookUp({ endpoint, state, transactionId }) {
    const isEmail = endpoint.name === "POST /emails" && state === "accrued";
    return isEmail && transactionId !== null && emailId.test(transactionId)
      ? emailLookUp(transactionId)
      : null;
  },

  read(call, answer) {
    // An email that Resend keeps no more was sent or canceled long ago, and which is not known: it stays counted.
    if (answer.status === 404) return ended(call, "closed");
    const email = answer.status === 200 ? readEmailObject(answer) : null;
    if (email?.last_event === undefined || email.id !== call.transactionId) return null;
    if (waiting.has(email.last_event)) return null;
    return ended(call, email.last_event === "canceled" ? "canceled" : "closed");
  },
};

function ended({ transactionId, countedMicros }: OpenCall, status: ObjectOutcome["status"]): Outcome {
  const totalMicros = status === "canceled" ? 0n : countedMicros;
  return {
    state: status === "canceled" ? "released" : "settled",
    costMicros: totalMicros,
    parsedMicros: null,
    transactionId,
    vendorRequestId: null,
    replayed: false,
    object: transactionId === null ? null : { id: transactionId, totalMicros, status },
  };
}
