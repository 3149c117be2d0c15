import type { VendorAnswer } from "../outcome.ts";
import type { LookUp } from "../pricing.ts";
import type { PriceItem, PriceRefresh } from "../vendor.ts";
import { microsOf, objectAt, readObject, type TwilioObject } from "./answer.ts";
import { matchEndpoint } from "./endpoints.ts";
import { carrierFee, countryItem, pricedCountries } from "./price-items.ts";

const origin = "https://pricing.twilio.com";

/** The Pricing API tells each account its own prices: https://www.twilio.com/docs/usage/api/pricing */
const lists: Readonly<Record<string, (country: string, answer: TwilioObject) => PriceItem[]>> = {
  "/v1/Messaging/Countries/": smsItems,
  "/v2/Voice/Countries/": callItems,
  "/v1/PhoneNumbers/Countries/": numberItems,
};

export const priceRefresh: PriceRefresh = { countries: pricedCountries, lookUps, read };

function lookUps(country: string): LookUp[] {
  return Object.keys(lists).flatMap((list) => {
    const target = `${list}${country}`;
    const endpoint = matchEndpoint("GET", `/pricing.twilio.com${target}`);
    if (endpoint === undefined || !/^[A-Z]{2}$/.test(country)) return [];
    const headers = [["accept", "application/json"]] as const;
    return [{ endpoint, outgoing: { origin, method: "GET", target, headers, body: null } }];
  });
}

function read({ outgoing: { target } }: LookUp, answer: VendorAnswer): PriceItem[] | null {
  // Twilio sells nothing there.
  if (answer.status === 404) return [];
  const country = target.slice(target.lastIndexOf("/") + 1);
  const items = lists[target.slice(0, -country.length)];
  const object = answer.status === 200 ? readObject(answer.body) : null;
  if (items === undefined || object === null || object.iso_country !== country) return null;
  // Caps count dollars, and a price list of another unit has no rate of its own.
  if (typeof object.price_unit !== "string" || object.price_unit.toUpperCase() !== "USD") return null;
  return items(country, object);
}

/** The dearest of every carrier and every kind of sender. */
function smsItems(country: string, { outbound_sms_prices: carriers }: TwilioObject): PriceItem[] {
  const prices = objectsIn(carriers).flatMap((carrier) => objectsIn(carrier.prices));
  const most = dearestOf(prices);
  return most === null ? [] : [countryItem("sms", country, most + carrierFee(country))];
}

/** The dearest of every network and every origin: a country's premium numbers count too. */
function callItems(country: string, { outbound_prefix_prices: prefixes }: TwilioObject): PriceItem[] {
  const most = dearestOf(objectsIn(prefixes));
  return most === null ? [] : [countryItem("call", country, most)];
}

function numberItems(country: string, { phone_number_prices: prices }: TwilioObject): PriceItem[] {
  const byType = new Map<string, bigint>();
  for (const price of objectsIn(prices)) {
    const most = dearestOf([price]);
    const type = typeof price.number_type === "string" ? price.number_type.replaceAll(/[ _]/g, "-") : "";
    if (most === null || !numberTypes.has(type)) continue;
    byType.set(type, most > (byType.get(type) ?? 0n) ? most : (byType.get(type) ?? 0n));
  }
  return [...byType].map(([type, micros]) => countryItem("number", `${country}:${type}`, micros));
}

const numberTypes = new Set(["local", "mobile", "national", "toll-free"]);

const objectsIn = (value: unknown): TwilioObject[] =>
  Array.isArray(value) ? value.map(objectAt).filter((entry) => entry !== null) : [];

/** Null where none of them has a price; one that cannot be read is as bad as none. */
function dearestOf(prices: readonly TwilioObject[]): bigint | null {
  let most: bigint | null = null;
  for (const { current_price: current } of prices) {
    const micros = microsOf(String(current));
    if (micros === null) return null;
    if (most === null || micros > most) most = micros;
  }
  return most;
}
