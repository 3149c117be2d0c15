import type { FormTree } from "../../form.ts";
import type { PriceBook } from "../../pricing.ts";
import { type Form, textOf } from "../form.ts";
import { type Cost, free, malformed, notInBook, unknown } from "./cost.ts";

const batchMax = 100;

/** `GET /v2/PhoneNumbers/{n}?Fields=…`: a read that costs money, by what it asks about. */
export function lookupCost(form: Form, prices: PriceBook): Cost {
  const fields = textOf(form, "Fields");
  return fields === undefined ? free : packagesCost(fields.split(","), prices);
}

/** Version 1 names its data in `Type`, and sells add-ons of others at prices of theirs. */
export function lookupV1Cost(form: Form, prices: PriceBook): Cost {
  if (form.has("AddOns")) return unknown("What an add-on costs is not in the price book.");
  const types = form.get("Type");
  return types === undefined
    ? free
    : sum(
        types.map((type) => `lookup:v1:${type}`),
        prices,
      );
}

/** `POST /v2/batch/query`: as many look-ups as it has numbers. */
export function batchLookupCost(body: FormTree, prices: PriceBook): Cost {
  const numbers = body.get("phone_numbers");
  if (numbers === undefined || typeof numbers === "string" || numbers.size === 0) {
    return malformed("A batch of look-ups needs phone_numbers, a list of objects.");
  }
  if (numbers.size > batchMax) return malformed(`A batch has at most ${batchMax} numbers.`);
  if ([...body.keys()].some((name) => name !== "phone_numbers")) {
    return malformed("A batch of look-ups takes phone_numbers and nothing else.");
  }
  let micros = 0n;
  for (const entry of numbers.values()) {
    const fields = typeof entry === "string" ? undefined : entry.get("fields");
    if (typeof entry === "string") return malformed("Each of phone_numbers is an object.");
    if (fields === undefined) continue;
    if (typeof fields === "string") return malformed("fields is a list of names.");
    const names = [...fields.values()].map((name) => (typeof name === "string" ? name : ""));
    const cost = packagesCost(names, prices);
    if (cost.is === "unknown" || cost.is === "malformed") return cost;
    if (cost.is === "micros") micros += cost.micros;
  }
  return micros === 0n ? free : { is: "micros", micros, basis: { numbers: numbers.size } };
}

/** Whether a number is valid is told for nothing. */
function packagesCost(names: readonly string[], prices: PriceBook): Cost {
  const paid = names.map((name) => name.trim()).filter((name) => name !== "validation");
  if (paid.some((name) => !/^[a-z][a-z0-9_]{0,60}$/.test(name))) {
    return malformed("Fields names data packages in small letters, separated by commas.");
  }
  return paid.length === 0
    ? free
    : sum(
        paid.map((name) => `lookup:${name}`),
        prices,
      );
}

function sum(items: readonly string[], prices: PriceBook): Cost {
  const missing = items.find((item) => !prices.has(item));
  if (missing !== undefined) return notInBook(missing.replaceAll(/[^a-z0-9_:-]/g, "?").slice(0, 80));
  const micros = items.reduce((total, item) => total + (prices.get(item) ?? 0n), 0n);
  return { is: "micros", micros, basis: { item: items.join(" ").slice(0, 200) } };
}
