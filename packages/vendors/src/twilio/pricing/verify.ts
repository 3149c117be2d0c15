import type { PriceBook } from "../../pricing.ts";
import { countriesOf, isE164 } from "../country.ts";
import { type Form, textOf } from "../form.ts";
import { countSegments } from "../segments.ts";
import {
  type Cost,
  dearest,
  firstOther,
  malformed,
  noCountry,
  notInBook,
  notInBookFor,
  unknown,
} from "./cost.ts";

/** Twilio's own texts in any language, with a long name of the service. */
const segmentsOfTemplate = 3;
/** A code is read out twice, and again when the person asks. */
const minutesOfCall = 2;

/** A newer field has to be looked at first. */
const counted = new Set([
  ...[
    "To",
    "Channel",
    "CustomFriendlyName",
    "CustomMessage",
    "CustomCode",
    "SendDigits",
    "Locale",
    "Amount",
    "Payee",
  ],
  ...[
    "RateLimits",
    "ChannelConfiguration",
    "AppHash",
    "TemplateSid",
    "TemplateCustomSubstitutions",
    "Templates",
  ],
  ...["DeviceIp", "EnableSnaClientToken", "RiskCheck", "Tags"],
]);

/**
 * A verification: the fee for it, counted when it is made though some contracts bill it when it succeeds, and the
 * message or call that carries the code.
 */
export function verificationCost(form: Form, prices: PriceBook): Cost {
  const to = textOf(form, "To");
  const channel = textOf(form, "Channel");
  if (to === undefined || channel === undefined) return malformed("A verification needs a To and a Channel.");
  const other = firstOther(form, counted);
  if (other !== null) return unknown(`What ${other} adds to the price of a verification is not known.`);
  const item = `verify:${channel}`;
  if (!carried.has(channel)) {
    return unknown(
      "Only the channels sms, call, whatsapp, email and sna have a price that is known in advance.",
    );
  }
  const fee = prices.get(item);
  if (fee === undefined) return notInBook(item);
  if (channel === "email") return priced(fee, item);
  if (!isE164(to)) return malformed("Write the number in To in E.164: a plus, the country code, the rest.");
  const countries = countriesOf(to);
  if (countries === null) return noCountry;
  const carriage = carriageOf(channel, form, { prices, countries });
  return typeof carriage === "bigint" ? priced(fee + carriage, item) : carriage;
}

const carried = new Set(["sms", "call", "whatsapp", "email", "sna"]);

const priced = (micros: bigint, item: string): Cost => ({ is: "micros", micros, basis: { item } });

interface Place {
  readonly prices: PriceBook;
  readonly countries: readonly string[];
}

function carriageOf(channel: string, form: Form, { prices, countries }: Place): bigint | Cost {
  if (channel === "call") {
    const rate = dearest(prices, "call", countries);
    return rate === null ? notInBookFor("call", countries) : rate * BigInt(minutesOfCall);
  }
  const each = dearest(prices, "sms", countries);
  if (each === null) return notInBookFor("sms", countries);
  const custom = countSegments(textOf(form, "CustomMessage") ?? "").count + 1;
  const text = each * BigInt(Math.max(segmentsOfTemplate, custom));
  // Where WhatsApp or the network cannot, Twilio falls back to a text.
  if (channel !== "whatsapp") return text;
  const whatsapp = dearest(prices, "whatsapp", countries);
  if (whatsapp === null) return notInBookFor("whatsapp", countries);
  return whatsapp > text ? whatsapp : text;
}
