import type { PriceItem } from "../vendor.ts";
import { allCountries } from "./country.ts";
import { carried, examples, flat, numberExamples, whatsappExamples } from "./data/prices.ts";

const names = new Intl.DisplayNames(["en"], { type: "region" });

const countryName = (country: string): string => names.of(country) ?? country;

/** What a price is for, in words: `sms:US`, `number:GB:mobile`. */
const titles: Readonly<Record<string, (country: string, type: string) => string>> = {
  sms: (country) => `SMS to ${country}, per segment`,
  mms: (country) => `MMS to ${country}, per message`,
  whatsapp: (country) => `WhatsApp to ${country}, per message`,
  call: (country) => `Call to ${country}, per minute`,
  number: (country, type) => `Phone number in ${country} (${type}), per month`,
};

/** An item for a country, as the book keeps it. */
export function countryItem(kind: keyof typeof titles & string, place: string, micros: bigint): PriceItem {
  const [country = "", type = ""] = place.split(":");
  return {
    item: `${kind}:${place}`,
    title: titles[kind]?.(countryName(country), type) ?? kind,
    micros,
  };
}

/** A decimal of dollars as it stands in the data. */
function usd(text: string): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  return BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, "0"));
}

/**
 * What is shipped: EXAMPLES, rounded up from what Twilio's public pages have said, to be edited or replaced by
 * `priceRefresh`. A country that is not here has no price, and a call to it is refused.
 */
export const priceItems: readonly PriceItem[] = [
  ...Object.entries(examples).flatMap(([country, prices]) => {
    const [sms = "", call = "", mms] = prices.split(" ");
    return [
      countryItem("sms", country, usd(sms)),
      countryItem("call", country, usd(call)),
      ...(mms === undefined ? [] : [countryItem("mms", country, usd(mms))]),
    ];
  }),
  ...Object.entries(whatsappExamples).map(([country, price]) => countryItem("whatsapp", country, usd(price))),
  ...Object.entries(numberExamples).map(([place, price]) => countryItem("number", place, usd(price))),
  ...flat.map(([item, price, title]) => ({ item, title, micros: usd(price) })),
];

/**
 * What carriers add to each segment, in micro-dollars: the Pricing API leaves it out. An example like the rest; a
 * person's own price for the country stands above what is fetched.
 */
export const carrierFee = (country: string): bigint => usd(carried[country] ?? "0");

export { allCountries as pricedCountries };
