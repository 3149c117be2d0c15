import type { Call } from "./call.ts";
import { newId } from "./ids.ts";
import { type Line, lineOf, readPriceOf } from "./lines.ts";
import type { Params } from "./params.ts";
import type { SubscriptionItem } from "./subscriptions.ts";

/**
 * Reads `items[n]` over the items that are there: `id` names one to change or to delete, without it a new one is
 * added. A quantity is 1 unless said, also for an item whose price changes.
 */
export function readItems(
  call: Call,
  entries: readonly Params[],
  present: readonly SubscriptionItem[],
): readonly SubscriptionItem[] {
  let items = present;
  for (const entry of entries) {
    const id = entry.text("id");
    const known = items.find((item) => item.id === id);
    if (id !== null && known === undefined) {
      entry.report("id", "resource_missing", `No such subscription_item: '${id.slice(0, 128)}'`);
    } else if (known === undefined) {
      items = [...items, ...readNewItem(call, entry)];
    } else if (entry.boolean("deleted") === true) {
      items = items.filter((item) => item !== known);
    } else {
      const changed = readChangedItem(call, entry, known);
      items = items.map((item) => (item === known ? changed : item));
    }
  }
  return items;
}

/** What one period of these items costs. */
export function linesOfItems(
  params: Params,
  items: readonly SubscriptionItem[],
  subscription: string,
): readonly Line[] {
  return items.map(({ price, quantity }) =>
    lineOf(params, { price, quantity, description: null, subscription }),
  );
}

function readNewItem(call: Call, entry: Params): SubscriptionItem[] {
  const price = readPriceOf(call, entry);
  const quantity = entry.text("quantity") ?? "1";
  if (price !== null && price.recurring === null) {
    entry.report("price", "parameter_invalid_string", "The price specified is set to `type=one_time`.");
  }
  return price === null ? [] : [{ id: newId("si_", 14), price, quantity }];
}

function readChangedItem(call: Call, entry: Params, known: SubscriptionItem): SubscriptionItem {
  const repriced = entry.has("price") || entry.has("price_data");
  const price = repriced ? (readPriceOf(call, entry) ?? known.price) : known.price;
  return { id: known.id, price, quantity: entry.text("quantity") ?? (repriced ? "1" : known.quantity) };
}
