import { z } from "zod";
import { countRecipients, isRecipients, recipientsMax } from "./recipients.ts";

const hint = `Write each recipient as "email@example.com" or "Name <email@example.com>", plain ASCII in the address and no , ; : @ in the name; several are a list of up to ${recipientsMax}.`;

const recipients = z.custom<string | readonly string[]>(isRecipients, hint);

/** What becomes a line of the mail's header: a line break in it would begin another line, such as Bcc. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const line = z.string().regex(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/, "No control characters here.");
const lines = z.union([line, z.array(line).max(recipientsMax)]);

const headerName = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,200}$/;
/** Lines that name recipients, which a mail system may go by. */
const addressed = /^(?:resent-|apparently-|original-|x-)?(?:to|cc|bcc|recipient|rcpt|rcpt-to|envelope-to)$/i;

const headers = z.custom<Record<string, string>>(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.entries(value).every(
      ([name, text]) => headerName.test(name) && !addressed.test(name) && line.safeParse(text).success,
    ),
  "Custom headers are text without line breaks, and none of them names recipients: put those in to, cc and bcc.",
);

const attachment = z.strictObject({
  content: z.unknown().optional(),
  filename: z.unknown().optional(),
  path: z.unknown().optional(),
  content_type: z.unknown().optional(),
  content_id: z.unknown().optional(),
});

const tag = z.strictObject({ name: line, value: line });

const template = z.strictObject({ id: z.string(), variables: z.record(z.string(), z.unknown()).nullish() });

const content = {
  subject: line.nullish(),
  html: z.string().nullish(),
  text: z.string().nullish(),
  headers: headers.nullish(),
  attachments: z.array(attachment).nullish(),
};

const copies = { cc: recipients.nullish(), bcc: recipients.nullish() };

/** `POST /emails`, and each email of a batch. Null is what some SDKs write for a field that is not set. */
const emailSchema = z.strictObject({
  ...content,
  ...copies,
  from: line.nullish(),
  to: recipients.refine((value) => value.length > 0, "An email needs a recipient in to."),
  reply_to: lines.nullish(),
  scheduled_at: line.min(1).max(200).nullish(),
  tags: z.array(tag).nullish(),
  template: template.nullish(),
  topic_id: line.nullish(),
});

/** A message of an inbox, sent on to others: what it quotes is not counted, who gets it is. */
const forwardSchema = z.strictObject({ ...content, ...copies, to: emailSchema.shape.to });

type Email = z.infer<typeof emailSchema>;
export type EmailResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: z.ZodError };

const resultOf = <T>(parsed: z.ZodSafeParseResult<T>): EmailResult<T> =>
  parsed.success ? { ok: true, value: parsed.data } : { ok: false, error: parsed.error };

const emailsMax = 100;

export const readEmail = (body: unknown): EmailResult<Email> => resultOf(emailSchema.safeParse(body));

export const readForward = (body: unknown) => resultOf(forwardSchema.safeParse(body));

const batchSchema = z
  .array(emailSchema, "A batch is a list of emails.")
  .min(1, "A batch needs an email.")
  .max(emailsMax, `A batch has at most ${emailsMax} emails.`);

export const readBatch = (body: unknown): EmailResult<Email[]> => resultOf(batchSchema.safeParse(body));

export const recipientsOf = ({ to, cc, bcc }: Pick<Email, "to" | "cc" | "bcc">): number =>
  countRecipients(to, cc, bcc);
