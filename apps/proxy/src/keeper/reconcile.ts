import type { OpenCallRecord, ProxyDatabase } from "@keybrake/database";
import type { Ledger, Settlement } from "@keybrake/ledger";
import type { OpenCall, Outcome, Vendor } from "@keybrake/vendors";
import type { Logger } from "pino";
import { BoundedMap } from "../bounded-map.ts";
import { openFor, type Reading, readVendor } from "./read-vendor.ts";
import type { KeeperTask } from "./task.ts";

/** A vendor needs a moment until it knows itself. */
const FIRST_ASKED_MS = 20_000;
const ASKED_AGAIN_MS_MAX = 3_600_000;
/** After this a person has to look: Twilio, the slowest, has a price within a day. */
const GIVEN_UP_MS = 3 * 86_400_000;
const PAGE = 200;
/** Calls asked about in one run, so that a vendor that is down does not hold the keeper. */
const ASKED_MAX = 500;
const TIMES_MAX = 100_000;

export interface ReconcileOptions extends Reading {
  readonly database: Pick<ProxyDatabase, "openCalls">;
  readonly ledger: Pick<Ledger, "settle">;
  readonly vendors: readonly Vendor[];
  readonly log: Logger;
}

/**
 * Asks vendors what came of calls that are accrued or unknown, and settles them at what they say. Such a question has no
 * row of its own: no agent caused it, and the key may have expired long ago. A call is asked about ever more rarely, as
 * its age grows by half.
 */
export function reconcile(options: ReconcileOptions): KeeperTask {
  const { database, vendors, log } = options;
  const asking = new Map(
    vendors.flatMap((vendor) => (vendor.reconciler === undefined ? [] : [[vendor.name, vendor] as const])),
  );
  const nextAt = new BoundedMap<string, number>(TIMES_MAX);

  async function run(): Promise<void> {
    let settled = 0;
    let asked = 0;
    for (let after: string | null = null; asked < ASKED_MAX; ) {
      const page: readonly OpenCallRecord[] = await database.openCalls({
        vendors: [...asking.keys()],
        olderThanMs: FIRST_ASKED_MS,
        after,
        limit: PAGE,
      });
      for (const record of page) {
        const vendor = asking.get(record.vendor);
        if (vendor === undefined || Date.now() < (nextAt.get(record.callId) ?? 0)) continue;
        const age = Date.now() - record.calledAt.getTime();
        if (age > (vendor.reconciler?.givenUpAfterMs ?? GIVEN_UP_MS)) continue;
        nextAt.set(record.callId, Date.now() + Math.min(age / 2, ASKED_AGAIN_MS_MAX));
        asked += 1;
        if (await settleOne(record, vendor, options)) settled += 1;
      }
      after = page.at(-1)?.callId ?? null;
      if (page.length < PAGE) break;
    }
    if (settled > 0) log.info({ asked, settled }, "vendors told what open calls came to");
  }

  return { name: "reconcile", everyMs: 15_000, elected: true, run };
}

async function settleOne(
  record: OpenCallRecord,
  vendor: Vendor,
  options: ReconcileOptions,
): Promise<boolean> {
  const { reconciler } = vendor;
  const endpoint = vendor.catalogue.find(({ name }) => name === record.endpoint);
  const credential = await openFor(record, vendor, options);
  if (reconciler === undefined || endpoint === undefined || credential === null) return false;
  const { path, state, heldMicros, transactionId, request, calledAt } = record;
  const { account } = credential;
  const call: OpenCall = {
    endpoint,
    path,
    state,
    countedMicros: heldMicros,
    transactionId,
    request,
    account,
    calledAt,
  };
  const lookUp = reconciler.lookUp(call);
  const answer = lookUp === null ? null : await readVendor(credential, lookUp, options);
  const outcome = answer === null ? null : reconciler.read(call, answer);
  if (outcome === null) return false;
  await options.ledger.settle(settlementOf(record, outcome));
  return true;
}

function settlementOf(
  { callId, organizationId, vaultKeyId }: OpenCallRecord,
  { state, costMicros, parsedMicros, transactionId, vendorRequestId, object }: Outcome,
): Settlement {
  return {
    callId,
    organizationId,
    vaultKeyId,
    state,
    costMicros,
    parsedMicros,
    statusCode: null,
    transactionId,
    vendorRequestId,
    latencyMs: null,
    replayed: false,
    object,
  };
}
