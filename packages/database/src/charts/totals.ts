import type { OrganizationTransaction } from "../app-database.ts";
import { KEY, type RollupFilters, type RollupSums, rollupWhere, SUMS } from "./rollup.ts";
import type { ChartWindow } from "./window.ts";

export interface VendorSums extends RollupSums {
  readonly vendor: string;
}

export interface EndpointSums extends VendorSums {
  /** `(refused)` for targets that were refused: those would let a caller make rows without end. */
  readonly endpoint: string;
}

/** The largest spender first. */
export async function readVendorSums(
  transaction: OrganizationTransaction,
  window: ChartWindow,
  filters: RollupFilters,
): Promise<VendorSums[]> {
  return transaction.$queryRaw<VendorSums[]>`
    SELECT k.vendor, ${SUMS}
    FROM spend_rollup r JOIN ${KEY}
    WHERE ${rollupWhere(window, filters)}
    GROUP BY 1 ORDER BY sum(r.cost_micros + r.accrued_micros) DESC, 1 LIMIT 50`;
}

/** Those that cost most first, and among equals those called most. */
export async function readEndpointSums(
  transaction: OrganizationTransaction,
  window: ChartWindow,
  { limit, ...filters }: RollupFilters & { readonly limit: number },
): Promise<EndpointSums[]> {
  return transaction.$queryRaw<EndpointSums[]>`
    SELECT k.vendor, r.endpoint, ${SUMS}
    FROM spend_rollup r JOIN ${KEY}
    WHERE ${rollupWhere(window, filters)}
    GROUP BY 1, 2 ORDER BY sum(r.cost_micros + r.accrued_micros) DESC, sum(r.calls) DESC, 1, 2 LIMIT ${limit}`;
}

/** Over all that the filters leave, whenever it was where no time is given. */
export async function readRollupSums(
  transaction: OrganizationTransaction,
  span: { readonly organizationId: string; readonly from?: Date | undefined; readonly to?: Date | undefined },
  filters: RollupFilters,
): Promise<RollupSums> {
  const [row] = await transaction.$queryRaw<RollupSums[]>`
    SELECT ${SUMS} FROM spend_rollup r JOIN ${KEY} WHERE ${rollupWhere(span, filters)}`;
  if (row === undefined) throw new Error("an aggregate returned no row");
  return row;
}
