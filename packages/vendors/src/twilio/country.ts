import { areaCodes, callingCodes, ownPrefixes } from "./data/countries.ts";

/** Numbers that can be rung from, and answered in, every country of the North American plan. */
const tollFree = new Set(["800", "833", "844", "855", "866", "877", "888"]);

const northAmerica = Object.keys(areaCodes);
const byPrefix = new Map<string, readonly string[]>();
for (const [, code = "", country = ""] of callingCodes.matchAll(/(\d+)([A-Z]{2})/g)) {
  byPrefix.set(code, [country]);
}
for (const [country, prefixes] of Object.entries(ownPrefixes)) {
  for (const prefix of prefixes.split(" ")) byPrefix.set(prefix, [country]);
}
for (const [country, codes] of Object.entries(areaCodes)) {
  for (const code of codes.split(" ")) byPrefix.set(`1${code}`, [country]);
}
for (const code of tollFree) byPrefix.set(`1${code}`, northAmerica);

const prefixLengthMax = Math.max(...[...byPrefix.keys()].map((prefix) => prefix.length));

const e164 = /^\+[1-9][0-9]{6,14}$/;

export const isE164 = (text: string): boolean => e164.test(text);

/**
 * The countries that an E.164 number can be in, by its longest known prefix: one, but for a toll-free +1 number. Null
 * where there is none: satellite phones, premium numbers, area codes that did not exist when the table was written.
 */
export function countriesOf(number: string): readonly string[] | null {
  const digits = number.slice(1);
  for (let length = prefixLengthMax; length > 0; length -= 1) {
    const countries = byPrefix.get(digits.slice(0, length));
    if (countries !== undefined) return countries;
  }
  return null;
}

/** Every country that a number can be in. */
export const allCountries: readonly string[] = [...new Set([...byPrefix.values()].flat())].sort();
