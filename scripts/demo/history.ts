import {
  type CallToHold,
  holdBatchAt,
  insertKeyAt,
  type SeedKey,
  type Settlement,
  settleBatchAt,
} from "@keybrake/database/seeding";
import type pg from "pg";
import { uuidv7obj } from "uuidv7";
import { type Profile, profiles } from "./profiles.ts";
import type { Random } from "./random.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const RUN_MS = 3 * HOUR_MS;
/** Calls of one run that come in the same moment, as agents make them. */
const BURST: readonly [number, number] = [2, 6];

export interface DemoTenant {
  readonly organizationId: string;
  readonly credentialId: string;
  readonly zone: string;
}

interface Moment {
  readonly at: number;
  readonly key: SeedKey;
  readonly profile: Profile;
  readonly calls: number;
}

/** Writes a month of calls up to now; each day is held and settled in its own time, so that every counter is right. */
export async function seedHistory(
  client: pg.ClientBase,
  tenant: DemoTenant,
  { days, now, random }: { readonly days: number; readonly now: Date; readonly random: Random },
): Promise<number> {
  const moments: Moment[] = [];
  for (let day = days; day >= 0; day -= 1) {
    const midnight = new Date(now.getTime() - day * DAY_MS);
    midnight.setUTCHours(0, 0, 0, 0);
    for (const profile of profiles)
      moments.push(...(await seedDay(client, tenant, { profile, midnight, now, random })));
  }
  // In order of time over all agents: the ledger's day never moves back.
  moments.sort((a, b) => a.at - b.at);
  let calls = 0;
  for (const moment of moments) calls += await play(client, moment, random);
  return calls;
}

interface SeedDay {
  readonly profile: Profile;
  readonly midnight: Date;
  readonly now: Date;
  readonly random: Random;
}

async function seedDay(
  client: pg.ClientBase,
  tenant: DemoTenant,
  { profile, midnight, now, random }: SeedDay,
): Promise<Moment[]> {
  const weekday = midnight.getUTCDay();
  if (profile.isIdleAtWeekends && (weekday === 0 || weekday === 6)) return [];
  const moments: Moment[] = [];
  for (const hour of profile.runHours) {
    const begins = midnight.getTime() + hour * HOUR_MS + random.between(0, 1_200_000);
    if (begins >= now.getTime()) continue;
    const run = `${profile.agent}/${new Date(begins).toISOString().slice(0, 13).replace(/[-T]/g, "")}`;
    const key: SeedKey = {
      ...tenant,
      id: idAt(begins),
      agentName: profile.agent,
      agentRunId: run,
      allowedEndpoints: profile.allowed,
      dailyCapMicros: BigInt(profile.dailyCapUsd) * 1_000_000n,
      createdAt: new Date(begins),
      expiresAt: new Date(begins + 12 * HOUR_MS),
      createdBy: "command",
    };
    await insertKeyAt(client, key);
    let left = random.between(...profile.callsPerRun);
    while (left > 0) {
      const calls = Math.min(left, random.between(...BURST));
      const at = begins + 60_000 + Math.floor(random.next() * RUN_MS);
      if (at < now.getTime() - 60_000) moments.push({ at, key, profile, calls });
      left -= calls;
    }
  }
  return moments;
}

/** Holds one burst and settles what was admitted, a little later, as the vendor would have answered. */
async function play(
  client: pg.ClientBase,
  { at, key, profile, calls }: Moment,
  random: Random,
): Promise<number> {
  const batch = Array.from({ length: calls }, () => callOf(at, key, pickCall(profile, random), random));
  const held = await holdBatchAt(client, { now: new Date(at), instanceId: null }, batch);
  const settlements = batch.flatMap((call, index) => {
    const hold = held[index];
    return hold?.verdict === "allowed" ? [settlementOf(call, hold.heldMicros, random)] : [];
  });
  if (settlements.length > 0)
    await settleBatchAt(client, new Date(at + random.between(300, 2_500)), settlements);
  return calls;
}

type ProfileCall = Profile["calls"][number];

function pickCall({ calls }: Profile, random: Random): ProfileCall {
  const weighted = calls.flatMap((call) => Array.from({ length: call.weight }, () => call));
  return random.pick(weighted);
}

function callOf(at: number, key: SeedKey, call: ProfileCall, random: Random): CallToHold {
  const cents = call.cents === null ? 0 : random.between(...call.cents);
  const priceMicros = BigInt(cents) * 10_000n;
  return {
    id: idAt(at),
    organizationId: key.organizationId,
    vaultKeyId: key.id,
    refused: call.denied ?? null,
    priceMicros: call.denied === undefined ? priceMicros : 0n,
    continuesObjectId: null,
    retryHash: null,
    counts: true,
    parentCallId: null,
    vendor: "stripe",
    credentialId: key.credentialId,
    agentName: key.agentName,
    agentRunId: key.agentRunId,
    keyLabel: "vk_…demo",
    endpoint: call.endpoint,
    method: call.method,
    path: call.path,
    request: JSON.stringify(cents === 0 ? {} : { amount: String(cents), currency: "usd" }),
    clientIp: "127.0.0.1",
    userAgent: "Stripe/v1 NodeBindings/23.1.0",
    requestedMicros: call.cents === null ? null : priceMicros,
    refusedStatus: call.denied === undefined ? null : 403,
  };
}

function settlementOf(call: CallToHold, heldMicros: bigint, random: Random): Settlement {
  // One in thirty is declined by the card's bank: nothing moved, and what was held is free again.
  const isDeclined = heldMicros > 0n && random.between(1, 30) === 1;
  return {
    callId: call.id,
    organizationId: call.organizationId,
    vaultKeyId: call.vaultKeyId,
    state: isDeclined ? "released" : "settled",
    costMicros: isDeclined ? 0n : heldMicros,
    parsedMicros: isDeclined ? 0n : heldMicros,
    statusCode: isDeclined ? 402 : 200,
    transactionId: `${call.method === "GET" ? "cus" : call.path.includes("refund") ? "re" : "pi"}_${call.id.replaceAll("-", "").slice(-24)}`,
    vendorRequestId: `req_${call.id.replaceAll("-", "").slice(-14)}`,
    latencyMs: random.between(120, 900),
    replayed: false,
    object: null,
  };
}

/** A UUIDv7 of a moment in the past: ids order the log and pick the partition. */
function idAt(ms: number): string {
  const random = uuidv7obj().bytes;
  const id = new Uint8Array(random);
  for (let index = 0; index < 6; index += 1) id[index] = Math.floor(ms / 2 ** (8 * (5 - index))) % 256;
  const hex = Buffer.from(id).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
