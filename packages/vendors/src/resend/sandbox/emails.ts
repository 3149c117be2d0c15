import type { EmailRow } from "./account.ts";
import type { Call } from "./call.ts";
import { addressesIn, countRecipients, type Fields, isFields, readTime, textOf } from "./reading.ts";
import { invalid, missingField, notFound, type Reply, success } from "./replies.ts";
import { route } from "./routes.ts";

const BATCH_MAX = 100;
const RECIPIENTS_MAX = 50;
const AHEAD_MS_MAX = 30 * 86_400_000;

/** Why Resend would not take an email; null when it would. */
function refuseEmail(email: Fields, nowMs: number): Reply | null {
  const isTemplate = isFields(email.template);
  if (!isTemplate && textOf(email.from) === null) return missingField("from");
  if (addressesIn(email.to).length === 0) return missingField("to");
  if (!isTemplate && textOf(email.subject) === null) return missingField("subject");
  if (!isTemplate && textOf(email.html) === null && textOf(email.text) === null) {
    return missingField("html");
  }
  if (Array.isArray(email.to) && email.to.length > RECIPIENTS_MAX) {
    return invalid("The number of recipients in `to` must be at most 50.");
  }
  if (email.scheduled_at === undefined || email.scheduled_at === null) return null;
  const at = readTime(email.scheduled_at, nowMs);
  if (at === null) return invalid("The `scheduled_at` must be a date in ISO 8601 or natural language.");
  return at > nowMs + AHEAD_MS_MAX ? invalid("The `scheduled_at` must be within 30 days.") : null;
}

function accept(call: Call, email: Fields): EmailRow {
  const { nowMs } = call;
  const recipients = countRecipients(email);
  call.moved("out", recipients);
  return call.account.emails.add({
    createdAtMs: nowMs,
    from: textOf(email.from) ?? "",
    to: addressesIn(email.to),
    cc: addressesIn(email.cc),
    bcc: addressesIn(email.bcc),
    subject: textOf(email.subject) ?? "",
    html: textOf(email.html),
    text: textOf(email.text),
    recipients,
    scheduledAtMs: readTime(email.scheduled_at, nowMs),
    isCanceled: false,
  });
}

function send(call: Call): Reply {
  const refusal = refuseEmail(call.fields, call.nowMs);
  if (refusal !== null) return refusal;
  const { id } = accept(call, call.fields);
  return success(id, { id });
}

function sendBatch(call: Call): Reply {
  const { body, nowMs } = call;
  if (!Array.isArray(body)) return invalid("The batch must be an array of emails.");
  if (body.length > BATCH_MAX) return invalid("The batch must have at most 100 emails.");
  const emails = body.map((email: unknown) => (isFields(email) ? email : {}));
  const refusals = emails.map((email) => refuseEmail(email, nowMs));
  const first = refusals.find((refusal) => refusal !== null);
  if (first && !call.isPermissive) return first;
  const data = emails.filter((_, index) => refusals[index] === null).map((email) => accept(call, email));
  const errors = refusals.flatMap((refusal, index) =>
    refusal === null ? [] : [{ index, message: refusal.body.message }],
  );
  const ids = data.map(({ id }) => ({ id }));
  return success(ids[0]?.id ?? null, call.isPermissive ? { data: ids, errors } : { data: ids });
}

/** An email is delivered the moment that it is due. */
const isWaiting = ({ scheduledAtMs, isCanceled }: EmailRow, nowMs: number) =>
  !isCanceled && scheduledAtMs !== null && scheduledAtMs > nowMs;

function lastEvent(email: EmailRow, nowMs: number): string {
  if (email.isCanceled) return "canceled";
  return isWaiting(email, nowMs) ? "scheduled" : "delivered";
}

const timeOf = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

function summary(email: EmailRow, nowMs: number) {
  return {
    id: email.id,
    to: email.to,
    cc: email.cc,
    bcc: email.bcc,
    from: email.from,
    subject: email.subject,
    reply_to: null,
    created_at: timeOf(email.createdAtMs),
    scheduled_at: timeOf(email.scheduledAtMs),
    last_event: lastEvent(email, nowMs),
  };
}

function withEmail(call: Call, act: (email: EmailRow) => Reply): Reply {
  const email = call.account.emails.get(call.id);
  return email === undefined ? notFound("Email") : act(email);
}

const read = (call: Call) =>
  withEmail(call, (email) =>
    success(email.id, {
      object: "email",
      ...summary(email, call.nowMs),
      html: email.html,
      text: email.text,
      tags: [],
    }),
  );

const reschedule = (call: Call) =>
  withEmail(call, (email) => {
    if (!isWaiting(email, call.nowMs)) return invalid("Only scheduled emails can be updated.");
    const at = readTime(call.fields.scheduled_at, call.nowMs);
    if (at === null) return invalid("The `scheduled_at` must be a date in ISO 8601 or natural language.");
    call.account.emails.put({ ...email, scheduledAtMs: at });
    return success(email.id, { object: "email", id: email.id });
  });

const cancel = (call: Call) =>
  withEmail(call, (email) => {
    if (!isWaiting(email, call.nowMs)) return invalid("Only scheduled emails can be canceled.");
    call.moved("back", email.recipients);
    call.account.emails.put({ ...email, isCanceled: true });
    return success(email.id, { object: "email", id: email.id });
  });

export const emailRoutes = [
  route("POST /emails", send),
  route("POST /emails/batch", sendBatch),
  route("GET /emails", (call) => call.account.emails.list(call.query, (email) => summary(email, call.nowMs))),
  route("GET /emails/{id}", read),
  route("PATCH /emails/{id}", reschedule),
  route("POST /emails/{id}/cancel", cancel),
];
