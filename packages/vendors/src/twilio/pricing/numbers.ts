import type { PriceBook } from "../../pricing.ts";
import { countriesOf, isE164 } from "../country.ts";
import { type Form, textOf } from "../form.ts";
import { type Cost, firstOther, free, malformed, noCountry, notInBook, unknown } from "./cost.ts";

type NumberType = "local" | "mobile" | "national" | "toll-free";

const allTypes: readonly NumberType[] = ["local", "mobile", "national", "toll-free"];
/** Where Twilio has +1 numbers to sell by area code, or toll-free. */
const sellsNorthAmerican = ["US", "CA"];

/** What a number is called and where its calls and messages go; a newer field has to be looked at first. */
const configuring = [
  ...["AccountSid", "ApiVersion", "FriendlyName", "AddressSid", "BundleSid", "IdentitySid", "TrunkSid"],
  ...["SmsApplicationSid", "SmsFallbackMethod", "SmsFallbackUrl", "SmsMethod", "SmsUrl", "StatusCallback"],
  ...[
    "StatusCallbackMethod",
    "VoiceApplicationSid",
    "VoiceFallbackMethod",
    "VoiceFallbackUrl",
    "VoiceMethod",
  ],
  ...["VoiceReceiveMode", "VoiceUrl"],
];
const buying: ReadonlySet<string> = new Set([...configuring, "PhoneNumber", "AreaCode"]);
const updating: ReadonlySet<string> = new Set(configuring);

/** Buying a number: its first month. It costs the same every month after that, with no call through the proxy. */
export const numberCost =
  (types: readonly NumberType[] = allTypes) =>
  (form: Form, prices: PriceBook): Cost => {
    const other = firstOther(form, buying);
    if (other !== null) return feeOf(other);
    const number = textOf(form, "PhoneNumber");
    if (number === undefined && !/^[2-9][0-9]{2}$/.test(textOf(form, "AreaCode") ?? "")) {
      return malformed("To buy a number, send its PhoneNumber in E.164, or an AreaCode of the US or Canada.");
    }
    if (number !== undefined && !isE164(number)) return malformed("Write the PhoneNumber in E.164.");
    const countries = number === undefined ? sellsNorthAmerican : countriesOf(number);
    if (countries === null) return noCountry;
    return dearestNumber(countries.length > 1 ? sellsNorthAmerican : countries, types, prices);
  };

/** Which type a number is its digits do not tell; of each country, the dearest that Twilio sells there. */
function dearestNumber(countries: readonly string[], types: readonly NumberType[], prices: PriceBook): Cost {
  let most = 0n;
  for (const country of countries) {
    const sold = types.flatMap((type) => prices.get(`number:${country}:${type}`) ?? []);
    if (sold.length === 0) return notInBook(`number:${country}:${types.length === 1 ? types[0] : "local"}`);
    for (const price of sold) if (price > most) most = price;
  }
  return { is: "micros", micros: most, basis: { item: `number:${countries.join("+")}`, recurring: "month" } };
}

/** Configuring a number is free; an emergency address or the look-up of every caller's name is not. */
export function numberUpdateCost(form: Form): Cost {
  const other = firstOther(form, updating);
  return other === null ? free : feeOf(other);
}

const feeOf = (field: string): Cost =>
  unknown(`Twilio may take a fee for what ${field} turns on, which is not in the price book.`);
