import type { Handler } from "./call.ts";
import { metaListReply } from "./pages.ts";
import { countries, numberMonth, positivePrice, rateOfCountry } from "./rates.ts";
import { notFound, success } from "./replies.ts";

/** The Pricing API of an account that pays these prices; carriers' fees are not among them. */
const country = (host: string, path: string, iso: string) => ({
  country: iso,
  iso_country: iso,
  price_unit: "USD",
  url: `https://${host}${path}`,
});

const priceOf = (micros: bigint) => ({
  base_price: positivePrice(micros),
  current_price: positivePrice(micros),
});

export const messagingPrices: Handler = ({ ids: [iso = ""], path, host }) => {
  const rate = rateOfCountry(iso);
  if (rate === null) return notFound(path);
  const prices = [
    { number_type: "local", ...priceOf((rate.sms * 6n) / 10n) },
    { number_type: "mobile", ...priceOf((rate.sms * 7n) / 10n) },
  ];
  return success(200, {
    ...country(host, path, iso),
    inbound_sms_prices: [],
    outbound_sms_prices: [
      { carrier: "One", mcc: "310", mnc: "1", prices },
      { carrier: "Two", mcc: "310", mnc: "2", prices: prices.slice(0, 1) },
    ],
  });
};

export const voicePrices: Handler = ({ ids: [iso = ""], path, host }) => {
  const rate = rateOfCountry(iso);
  if (rate === null) return notFound(path);
  const everywhere = {
    origination_prefixes: ["ALL"],
    friendly_name: `Programmable Outbound Minute - ${iso}`,
  };
  return success(200, {
    ...country(host, path, iso),
    inbound_call_prices: [],
    outbound_prefix_prices: [
      { ...everywhere, destination_prefixes: ["1"], ...priceOf(rate.call / 2n) },
      { ...everywhere, destination_prefixes: ["19"], ...priceOf(rate.call) },
    ],
  });
};

export const numberPrices: Handler = ({ ids: [iso = ""], path, host }) => {
  const sold = numberMonth[iso];
  if (sold === undefined) return notFound(path);
  const prices = Object.entries(sold).map(([type, micros]) => ({ number_type: type, ...priceOf(micros) }));
  return success(200, { ...country(host, path, iso), phone_number_prices: prices });
};

export const listPricedCountries: Handler = (call) =>
  metaListReply(
    call,
    "countries",
    countries.map((iso) => ({
      country: iso,
      iso_country: iso,
      url: `https://${call.host}${call.path}/${iso}`,
    })),
  );
