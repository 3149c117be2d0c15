import type { AppDatabase } from "../app-database.ts";

/** Whom an e-mail address belongs to, and what their password is checked against. */
export interface SignInRecord {
  readonly userId: string;
  readonly name: string | null;
  /** Null for somebody who only signs in through another provider. */
  readonly passwordHash: string | null;
}

export async function findSignIn(database: AppDatabase, email: string): Promise<SignInRecord | null> {
  const [row] = await database.unscoped.$queryRaw<
    Array<{ user_id: string; name: string | null; password_hash: string | null }>
  >`SELECT user_id, name, password_hash FROM find_sign_in_v1(${email})`;
  return row === undefined ? null : { userId: row.user_id, name: row.name, passwordHash: row.password_hash };
}

/** Counts an attempt before it is judged. Null: go on; else when to come again. */
export async function beginAttempt(
  database: AppDatabase,
  attempt: { readonly kind: "email" | "ip"; readonly bucket: number; readonly limit: number },
): Promise<Date | null> {
  const [row] = await database.unscoped.$queryRaw<Array<{ blocked_until: Date | null }>>`
    SELECT begin_attempt_v1(${attempt.kind}, ${attempt.bucket}::int, ${attempt.limit}::int) AS blocked_until`;
  if (row === undefined) throw new Error("counting an attempt returned no row");
  return row.blocked_until;
}

/** The attempt was a good one. */
export async function endAttempt(
  database: AppDatabase,
  buckets: { readonly email: number; readonly ip: number },
): Promise<void> {
  await database.unscoped.$queryRaw`SELECT end_attempt_v1(${buckets.email}::int, ${buckets.ip}::int)::text`;
}
