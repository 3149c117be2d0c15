import { createHash } from "node:crypto";
import { isIPv6 } from "node:net";
import { type AppDatabase, beginAttempt, endAttempt } from "@keybrake/database";
import { type Result, refuse } from "../problems.ts";

/** In fifteen minutes; past them, each further attempt doubles the wait. */
const EMAIL_ATTEMPTS = 10;
const CLIENT_ATTEMPTS = 30;

/**
 * Judges a secret that somebody claims to know, unless too many were tried for this address or from this client. The
 * answer is the same whether the address belongs to anybody.
 */
export async function throttled<T>(
  database: AppDatabase,
  claim: { readonly email: string; readonly clientIp: string },
  judge: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const buckets = { email: bucketOf(claim.email), ip: bucketOf(networkOf(claim.clientIp)) };
  // The client first: one that is stopped must not lock others out of their addresses.
  const blockedUntil =
    (await beginAttempt(database, { kind: "ip", bucket: buckets.ip, limit: CLIENT_ATTEMPTS })) ??
    (await beginAttempt(database, { kind: "email", bucket: buckets.email, limit: EMAIL_ATTEMPTS }));
  if (blockedUntil !== null) {
    const minutes = Math.max(1, Math.ceil((blockedUntil.getTime() - Date.now()) / 60_000));
    return refuse(
      "too_many_attempts",
      `Too many attempts: try again in ${minutes} minute${minutes === 1 ? "" : "s"}.`,
    );
  }
  const result = await judge();
  if (result.ok) await endAttempt(database, buckets);
  return result;
}

/** The first 20 bits of a hash: of the endless names that a stranger can make up, a million remain. */
function bucketOf(subject: string): number {
  return createHash("sha256").update(subject).digest().readUInt32BE(0) >>> 12;
}

/** Whoever has one IPv6 address has the 2^64 beside it as well. */
function networkOf(clientIp: string): string {
  const mapped = /^::ffff:([0-9.]+)$/i.exec(clientIp)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(clientIp)) return clientIp;
  const [head = "", tail] = clientIp.split("::");
  const groups = head === "" ? [] : head.split(":");
  const rest = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : 8 - groups.length - rest.length;
  const all = [...groups, ...Array<string>(Math.max(0, zeros)).fill("0"), ...rest];
  return all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
