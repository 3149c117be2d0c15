import { refusePassword } from "@keybrake/vault/password";
import { z } from "zod";
import { type Options, readOptions } from "./read-options.ts";

export interface InitOptions {
  readonly organization: string;
  readonly ownerEmail: string;
  readonly ownerPassword: string;
  readonly zone: string;
}

export type InitOptionsResult =
  | { readonly ok: true; readonly options: InitOptions }
  | { readonly ok: false; readonly message: string };

const NAMES = {
  organization: "value",
  "owner-email": "value",
  "owner-password": "value",
  zone: "value",
} as const;

const organization = z
  .string()
  .trim()
  .min(1, { error: "must not be empty" })
  .max(100, { error: "must have at most 100 characters" })
  // Controls and the marks that turn the direction of writing: the name stands in lists among others.
  .regex(/^[^\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u, {
    error: "must not hold control characters",
  });

const schema = z.object({
  organization,
  "owner-email": z
    .string()
    .toLowerCase()
    .pipe(z.email({ error: "must be an e-mail address" }).max(254)),
  "owner-password": z.string(),
  // What only Postgres knows (`posix/…`) would leave the charts without a zone.
  zone: z.string().default("UTC").refine(isKnownZone, { error: "must be a time zone such as Europe/Berlin" }),
});

/** Reads and checks what `init` was told; whether Postgres knows the zone too is for the database to say. */
export function readInitOptions(args: readonly string[]): InitOptionsResult {
  const read = readOptions(args, NAMES);
  if (!read.ok) return read;
  const missing = firstMissing(read.options);
  if (missing !== undefined) return { ok: false, message: `--${missing} is required.` };
  const parsed = schema.safeParse(read.options);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { ok: false, message: `--${issue?.path.join(".")} ${issue?.message}.` };
  }
  const values = parsed.data;
  const message = refusePassword(values["owner-password"], values["owner-email"]);
  if (message !== null) return { ok: false, message };
  return {
    ok: true,
    options: {
      organization: values.organization,
      ownerEmail: values["owner-email"],
      ownerPassword: values["owner-password"],
      zone: values.zone,
    },
  };
}

function firstMissing(options: Options<keyof typeof NAMES>): string | undefined {
  return (["organization", "owner-email", "owner-password"] as const).find(
    (name) => options[name] === undefined,
  );
}

function isKnownZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
