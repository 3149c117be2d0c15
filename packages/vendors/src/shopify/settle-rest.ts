import type { KeyRules } from "@keybrake/policy";
import type { PricedRequest } from "../pricing.ts";
import { idOf, type Json, objectAt, valueAt } from "./answer.ts";
import { minorUnits, readCurrency, readDecimal } from "./currency.ts";
import { apiPrefix } from "./endpoints.ts";
import { toMicros } from "./pricing/reckon.ts";
import type { Told } from "./told.ts";

/** The transactions that an answer tells, where those are all that the call moved. */
const transactionsIn: Readonly<Record<string, (json: Json) => readonly unknown[]>> = {
  "POST /orders/{order_id}/refunds.json": (json) => listAt(json, ["refund", "transactions"]),
  "POST /orders/{order_id}/transactions.json": (json) => [json.transaction],
};

/** What a 2xx of REST says of its one operation. */
export function restTold({ endpoint }: PricedRequest, json: Json, rules: KeyRules): Told[] {
  const id = idOf(
    valueAt(
      Object.values(json).find((value) => objectAt(value) !== null),
      ["id"],
    ),
  );
  const name = endpoint.name.replace(apiPrefix, "");
  const transactions = Object.hasOwn(transactionsIn, name) ? (transactionsIn[name]?.(json) ?? []) : [];
  if (transactions.length === 0) return [{ what: "done", micros: null, id }];
  if (transactions.every(hasFailed)) return [{ what: "refused", micros: 0n, id }];
  let micros: bigint | null = 0n;
  for (const transaction of transactions) {
    if (hasFailed(transaction)) continue;
    const own = microsOf(transaction, rules);
    micros = own === null || micros === null ? null : micros + own;
  }
  return [{ what: "done", micros, id }];
}

function listAt(json: Json, path: readonly string[]): readonly unknown[] {
  const list = valueAt(json, path);
  return Array.isArray(list) ? list : [];
}

const hasFailed = (transaction: unknown): boolean => {
  const status = valueAt(transaction, ["status"]);
  return status === "failure" || status === "error";
};

function microsOf(transaction: unknown, rules: KeyRules): bigint | null {
  const amount = valueAt(transaction, ["amount"]);
  const code = valueAt(transaction, ["currency"]);
  const currency = readCurrency(typeof code === "string" ? code : null);
  const decimal = typeof amount === "string" ? readDecimal(amount) : null;
  if (currency === null || decimal === null) return null;
  const amountMinor = minorUnits(decimal, currency);
  return amountMinor === null ? null : toMicros({ amountMinor, currency }, rules);
}
