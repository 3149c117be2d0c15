import { z } from "zod";
import type { Endpoint } from "../../endpoint.ts";
import { pathText } from "../../form.ts";
import { costsMoney } from "../../money-classes.ts";
import { type Cost, type CostRule, free, malformed, unknown } from "./cost.ts";
import { type EmailResult, readBatch, readEmail, readForward, recipientsOf } from "./email-body.ts";

const sendEmail: CostRule = (body) => counted(readEmail(body), (email) => [recipientsOf(email)]);

const sendBatch: CostRule = (body) => counted(readBatch(body), (emails) => emails.map(recipientsOf));

const forward: CostRule = (body) => counted(readForward(body), (message) => [recipientsOf(message)]);

function counted<T>(read: EmailResult<T>, count: (value: T) => number[]): Cost {
  return read.ok ? { is: "recipients", each: count(read.value) } : malformed(sentenceOf(read.error));
}

/** A draft of a broadcast costs nothing; one that is sent goes to everybody in a segment. */
const broadcastSchema = z
  .strictObject({
    name: z.unknown(),
    segment_id: z.unknown(),
    audience_id: z.unknown(),
    preview_text: z.unknown(),
    from: z.unknown(),
    html: z.unknown(),
    reply_to: z.unknown(),
    subject: z.unknown(),
    text: z.unknown(),
    topic_id: z.unknown(),
    send: z.unknown(),
    scheduled_at: z.unknown(),
  })
  .partial();

const wholeSegment =
  "A broadcast goes to a whole segment, and how many contacts that has is not in the request.";

const draftBroadcast: CostRule = (body) =>
  judged(broadcastSchema.safeParse(body), ({ send, scheduled_at: at }) =>
    // Only the value false itself: a text "false" is true to some.
    (send === undefined || send === null || send === false) && (at === undefined || at === null)
      ? free
      : unknown(`${wholeSegment} Without send and scheduled_at it is only drafted, which costs nothing.`),
  );

/** An automation mails whoever its events name, for as long as it is enabled. */
const automationSchema = z
  .strictObject({
    name: z.unknown(),
    status: z.unknown(),
    steps: z.unknown(),
    connections: z.unknown(),
  })
  .partial();

const runsByItself =
  'An enabled automation sends mail by itself, as often as its event comes. With "status": "disabled" it sends nothing.';

const createAutomation: CostRule = (body) =>
  judged(automationSchema.safeParse(body), ({ status }) =>
    status === "disabled" ? free : unknown(runsByItself),
  );

const updateAutomation: CostRule = (body) =>
  judged(automationSchema.safeParse(body), (fields) => {
    const isNameOnly = Object.keys(fields).every((field) => field === "name");
    return isNameOnly || fields.status === "disabled" ? free : unknown(runsByItself);
  });

const inboxSchema = z
  .strictObject({
    email_address: z.unknown(),
    name: z.unknown(),
    forwarding: z.unknown(),
    from_name: z.unknown(),
  })
  .partial();

const createInbox: CostRule = (body) =>
  judged(inboxSchema.safeParse(body), ({ forwarding }) =>
    forwarding === undefined || forwarding === false
      ? free
      : unknown("An inbox that forwards sends mail for whatever it receives."),
  );

const rescheduleSchema = z.strictObject({ scheduled_at: z.string() });

const reschedule: CostRule = (body) => judged(rescheduleSchema.safeParse(body), () => free);

function judged<T>(parsed: z.ZodSafeParseResult<T>, judge: (fields: T) => Cost): Cost {
  return parsed.success ? judge(parsed.data) : malformed(sentenceOf(parsed.error));
}

const always =
  (why: string): CostRule =>
  () =>
    unknown(why);

/** How the cost of each endpoint is reckoned. One that costs money and is not here is not priced. */
const costRules: Readonly<Record<string, CostRule>> = {
  "POST /emails": sendEmail,
  "POST /emails/batch": sendBatch,
  "PATCH /emails/{id}": reschedule,
  "POST /inboxes/{id}/threads/{thread_id}/emails/{email_id}/forward": forward,
  "POST /inboxes/{id}/threads/{thread_id}/emails/{email_id}/reply": always(
    "A reply goes to whom the message names, which is not in the request. Forward it to named recipients instead.",
  ),
  "POST /inboxes/{id}/drafts/{draft_id}/send": always(
    "Whom a draft goes to is not in the request. Send the mail itself by POST /emails.",
  ),
  "POST /inboxes": createInbox,
  "PATCH /inboxes/{id}/agent": always("An inbox's agent forwards mail by itself and uses up AI credits."),
  "POST /broadcasts": draftBroadcast,
  "PATCH /broadcasts/{id}": draftBroadcast,
  "POST /broadcasts/{id}/send": always(wholeSegment),
  "POST /automations": createAutomation,
  "PATCH /automations/{id}": updateAutomation,
  "POST /automations/{id}/duplicate": always(
    "Whether the copy of an automation is enabled is not in the request.",
  ),
  "POST /events/send": always(
    "An event sets off every automation that waits for it, and how much mail those send is not in the request.",
  ),
};

/** Whether a body of this endpoint must be judged: it costs money, or can hide something that does. */
export const isJudged = (endpoint: Endpoint): boolean =>
  costsMoney(endpoint.class) || costRules[endpoint.name] !== undefined;

export function costOf(endpoint: Endpoint, body: unknown): Cost {
  const rule = costRules[endpoint.name];
  if (rule !== undefined) return rule(body);
  return costsMoney(endpoint.class) ? unknown("What this call sends is not in the request.") : free;
}

/** Whether an endpoint's cost is counted by recipients. */
export const isSend = ({ name }: Endpoint): boolean => {
  const rule = costRules[name];
  return rule === sendEmail || rule === sendBatch || rule === forward;
};

/** The first thing that is wrong with a body, as a sentence that names the field. */
function sentenceOf({ issues }: z.ZodError): string {
  const [issue] = issues;
  if (issue === undefined) return "The body is malformed.";
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    const field = shownField([...path, issue.keys[0] ?? ""]);
    return `Resend takes no field "${field}" here. On endpoints that cost money, fields that Keybrake does not know are refused.`;
  }
  return path.length === 0 ? issue.message : `${shownField(path)}: ${issue.message}`;
}

const shownField = (path: readonly string[]) => pathText(path).replaceAll(/[^\x20-\x7e]/g, "?");
