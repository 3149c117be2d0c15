import type { PriceListRecord, ProxyDatabase } from "@keybrake/database";
import type { PriceRefresh, Vendor } from "@keybrake/vendors";
import type { Logger } from "pino";
import type { OpenCredential } from "../upstream/open-credential.ts";
import { openFor, type Reading, readVendor } from "./read-vendor.ts";
import type { KeeperTask } from "./task.ts";

const STALE_AFTER_MS = 86_400_000;
/** Credentials in one run; the next run takes the next. */
const LISTS_MAX = 5;
const ITEMS_MAX = 5_000;
/** In a row: a vendor that is down need not be asked about every country. */
const FAILURES_MAX = 5;

export interface FetchPricesOptions extends Reading {
  readonly database: Pick<ProxyDatabase, "stalePriceLists" | "notePriceList">;
  readonly vendors: readonly Vendor[];
  readonly log: Logger;
}

interface Fetched {
  readonly prices: Map<string, bigint>;
  /** Null when everything was told. */
  readonly error: string | null;
}

/** Once a day reads what vendors take from each account, where they tell; what a person set stays as it is. */
export function fetchPrices(options: FetchPricesOptions): KeeperTask {
  const { database, vendors, log } = options;
  const telling = new Map(
    vendors.flatMap((vendor) => (vendor.priceRefresh === undefined ? [] : [[vendor.name, vendor] as const])),
  );

  async function run(): Promise<void> {
    const lists = await database.stalePriceLists({
      vendors: [...telling.keys()],
      olderThanMs: STALE_AFTER_MS,
      limit: LISTS_MAX,
    });
    for (const list of lists) {
      const fetched = await fetchOne(list, telling.get(list.vendor), options);
      await database.notePriceList(list, fetched);
      const { prices, error } = fetched;
      log.info({ credentialId: list.credentialId, prices: prices.size, error }, "prices were fetched");
    }
  }

  return { name: "fetch_prices", everyMs: 60_000, elected: true, run };
}

async function fetchOne(
  list: PriceListRecord,
  vendor: Vendor | undefined,
  options: FetchPricesOptions,
): Promise<Fetched> {
  const credential = vendor === undefined ? null : await openFor(list, vendor, options);
  if (vendor?.priceRefresh === undefined || credential === null) {
    return { prices: new Map(), error: "The credential cannot be used." };
  }
  return readAll(credential, vendor.priceRefresh, options);
}

async function readAll(
  credential: OpenCredential,
  refresh: PriceRefresh,
  options: FetchPricesOptions,
): Promise<Fetched> {
  const prices = new Map<string, bigint>();
  const untold: string[] = [];
  let failures = 0;
  for (const lookUp of refresh.countries.flatMap((country) => refresh.lookUps(country))) {
    const answer = await readVendor(credential, lookUp, options);
    const items = answer === null ? null : refresh.read(lookUp, answer);
    if (items === null) untold.push(lookUp.outgoing.target);
    failures = items === null ? failures + 1 : 0;
    for (const { item, micros } of items ?? []) prices.set(item, micros);
    if (failures >= FAILURES_MAX || prices.size > ITEMS_MAX) break;
  }
  const [first] = untold;
  const error =
    first === undefined ? null : `The vendor did not tell ${first}, and ${untold.length - 1} more.`;
  return { prices, error };
}
