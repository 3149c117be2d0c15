import type { Call } from "./call.ts";
import { changeSubscription } from "./change-subscription.ts";
import { newRecord } from "./form.ts";
import { Params } from "./params.ts";
import { missing, type Reply } from "./replies.ts";
import { get, post, type Route } from "./routes.ts";
import { readItems } from "./subscription-items.ts";
import { renderItem, type Subscription, subscriptionKind } from "./subscriptions.ts";

/** The subscription that has an item of this id. */
function subscriptionOf(call: Call, id: string): Subscription | undefined {
  const matches = (row: Subscription) => row.items.some((item) => item.id === id);
  return call.account.rows(subscriptionKind).page({ limit: 1, after: null, before: null, matches })?.rows[0];
}

function answerItem(call: Call, subscription: Subscription, id: string): Reply {
  const item = subscription.items.find((each) => each.id === id);
  if (item === undefined) return missing("subscription_item", id);
  return call.answerWith(id, () => renderItem(item, subscription, call.account.livemode));
}

function retrieveItem(call: Call): Reply {
  const [id = ""] = call.ids;
  const subscription = subscriptionOf(call, id);
  return subscription === undefined ? missing("subscription_item", id) : answerItem(call, subscription, id);
}

function createItem(call: Call): Reply {
  call.params.required("subscription");
  const found = call.referred(subscriptionKind, "subscription");
  if (!found.ok) return found.reply;
  if (found.row === null) return missing("subscription", "");
  const items = readItems(call, [call.params], found.row.items);
  const changed = changeSubscription(call, found.row, { items, changes: { items }, extras: [] });
  return changed.ok ? answerItem(call, changed.row, items.at(-1)?.id ?? "") : changed.reply;
}

function updateItem(call: Call): Reply {
  const [id = ""] = call.ids;
  const before = subscriptionOf(call, id);
  if (before === undefined) return missing("subscription_item", id);
  const entry = new Params(Object.assign(newRecord(), call.params.record, { id }));
  const items = readItems(call, [entry], before.items);
  if (entry.problem !== null) return entry.problem;
  const changed = changeSubscription(call, before, { items, changes: { items }, extras: [] });
  return changed.ok ? answerItem(call, changed.row, id) : changed.reply;
}

export const subscriptionItemRoutes: readonly Route[] = [
  post("/v1/subscription_items", createItem),
  get("/v1/subscription_items/{id}", retrieveItem),
  post("/v1/subscription_items/{id}", updateItem),
];
