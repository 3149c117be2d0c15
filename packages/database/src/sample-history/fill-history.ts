import pg from "pg";
import { uuidv7 } from "uuidv7";
import { playHistory } from "../seeding/play-history.ts";
import { Random } from "../seeding/random.ts";
import { planRuns, type SamplePlan } from "./plan-runs.ts";
import { sampleVendors } from "./sample-profiles.ts";

export interface HistoryOptions extends SamplePlan {
  /** A login that may insert keys and call the ledger's core: the owner's, or a superuser's. */
  readonly connectionString: string;
  readonly seed: number;
  readonly onProgress?: (calls: number) => void;
}

/**
 * Fills an organization, made if there is none, with weeks of calls. A million takes some minutes. What it leaves is
 * realistic: agents of very different size, keys that end, are revoked or run into their caps, targets that are refused,
 * calls in flight, accrued and unknown.
 */
export async function fillHistory(options: HistoryOptions): Promise<void> {
  const { connectionString, organizationId, zone, now, onProgress } = options;
  const random = new Random(options.seed);
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    // Nobody relies on a sample: what a crash would take is made again, and a million calls need not wait for the disk.
    await client.query("SET synchronous_commit = off");
    await client.query(
      "INSERT INTO organization (id, name, zone) VALUES ($1, 'Sample', $2) ON CONFLICT (id) DO NOTHING",
      [organizationId, zone],
    );
    const credentials = await insertCredentials(client, organizationId);
    const runs = planRuns(options, credentials, random);
    await playHistory(client, runs, { now, random, endsInFlight: true, onProgress });
  } finally {
    await client.end();
  }
}

/** @returns their ids by vendor. Nobody can open what they seal: there is nothing in it. */
async function insertCredentials(client: pg.Client, organizationId: string): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const { vendor } of sampleVendors) {
    const id = uuidv7();
    await client.query(
      `INSERT INTO credential (organization_id, id, vendor, label, mode, last4, origin, attachment, sealing_key_id,
         sealed, created_by)
       VALUES ($1, $2, $3, $3 || ' sample', 'sandbox', '0000', 'sandbox', 'bearer', 'none', '', 'sample')`,
      [organizationId, id, vendor],
    );
    ids.set(vendor, id);
  }
  return ids;
}
