/** What a handler came to. */
export interface Reply {
  readonly status: number;
  readonly id: string | null;
  readonly body: Readonly<Record<string, unknown>>;
  readonly executed: boolean;
}

export const success = (id: string | null, body: Reply["body"]): Reply => ({
  status: 200,
  id,
  body,
  executed: true,
});

/** Resend's envelope: https://resend.com/docs/api-reference/errors */
export const refused = (statusCode: number, name: string, message: string): Reply => ({
  status: statusCode,
  id: null,
  body: { statusCode, message, name },
  executed: false,
});

export const invalid = (message: string) => refused(422, "validation_error", message);

export const missingField = (name: string) =>
  refused(422, "missing_required_field", `Missing \`${name}\` field.`);

export const notFound = (what: string) => refused(404, "not_found", `${what} not found`);
