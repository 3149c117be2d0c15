/** Resend takes up to 50 in each of `to`, `cc` and `bcc`. */
export const recipientsMax = 50;

const mailbox = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,10}$/;
const named = /^("?)([^"]{0,200})\1 ?<([^<>]{1,400})>$/u;
/** What ends an address, begins another or starts a header line, to one parser or another. */
const separators = /[@,;:<>\\\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u;

/**
 * Whether a text is one recipient to whoever reads it: `email@example.com` or `Name <email@example.com>`. Some mail
 * software takes `a@x.com, b@x.com` for two, so nothing that parts addresses may stand in a name either, in whatever
 * form: compatibility characters (a full-width comma) are looked at as what they can become.
 */
function isOneRecipient(text: string): boolean {
  const [, , name, address] = named.exec(text) ?? [];
  if (name === undefined || address === undefined) return mailbox.test(text);
  return mailbox.test(address) && !separators.test(name.normalize("NFKC"));
}

/** One recipient as text, or a list of them; absent and null are none. */
export type Recipients = string | readonly string[] | null | undefined;

export function isRecipients(value: unknown): value is NonNullable<Recipients> {
  if (typeof value === "string") return isOneRecipient(value);
  return (
    Array.isArray(value) &&
    value.length <= recipientsMax &&
    value.every((one) => typeof one === "string" && isOneRecipient(one))
  );
}

export function countRecipients(...fields: readonly Recipients[]): number {
  return fields.reduce((sum, field) => sum + (typeof field === "string" ? 1 : (field?.length ?? 0)), 0);
}
