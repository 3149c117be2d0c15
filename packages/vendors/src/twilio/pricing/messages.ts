import type { PriceBook } from "../../pricing.ts";
import { countriesOf, isE164 } from "../country.ts";
import { type Form, textOf } from "../form.ts";
import { bodyLengthMax, countSegments, segmentsMax } from "../segments.ts";
import {
  type Cost,
  dearest,
  firstOther,
  flagOf,
  malformed,
  noCountry,
  notInBook,
  notInBookFor,
  unknown,
} from "./cost.ts";

const channelShape = /^(whatsapp|messenger|rcs):(.{1,255})$/;
/** What the converter of a messaging service may put behind a text whose medium the phone cannot take. */
const mediaLink = ` ${"x".repeat(100)}`;

/** Fields that say nothing of the price, or what is reckoned below; a newer one has to be looked at first. */
const counted = new Set([
  ...[
    "To",
    "From",
    "MessagingServiceSid",
    "Body",
    "MediaUrl",
    "ContentSid",
    "ContentVariables",
    "SmartEncoded",
  ],
  ...["ShortenUrls", "SendAsMms", "FallbackFrom", "RiskCheck", "ScheduleType", "SendAt", "StatusCallback"],
  ...["ApplicationSid", "MaxPrice", "ProvideFeedback", "Attempt", "ValidityPeriod", "ForceDelivery"],
  ...["ContentRetention", "AddressRetention", "PersistentAction", "TrafficType", "MessageIntent"],
]);

type Channel = "sms" | "whatsapp" | "messenger" | "rcs";

/**
 * A message: a text counts by segments, a picture and other channels by message. Nothing at Twilio bounds its price
 * (`MaxPrice` has had no effect since June 2024).
 */
export function messageCost(form: Form, prices: PriceBook): Cost {
  const malformation = faultOf(form);
  if (malformation !== null) return malformed(malformation);
  const other = firstOther(form, counted);
  if (other !== null) return unknown(`What ${other} adds to the price of a message is not known.`);
  if ((textOf(form, "RiskCheck") ?? "disable") !== "disable") {
    return unknown("Twilio may take a fee for the risk check, which is not in the price book.");
  }
  const { channel, number } = readChannel(textOf(form, "To") ?? "");
  if (channel === "messenger") {
    const micros = prices.get("messenger");
    return micros === undefined ? notInBook("messenger") : priced(micros, { item: "messenger" });
  }
  if (!isE164(number))
    return malformed("Write the number in To in E.164: a plus, the country code, the rest.");
  const countries = countriesOf(number);
  if (countries === null) return noCountry;
  const place: Place = { prices, countries, to: countries.length === 1 ? (countries[0] ?? "") : "+1" };
  if (channel === "whatsapp") return perMessage("whatsapp", place);
  const text = textCost(form, place);
  if (text.is !== "micros") return text;
  // A phone that has no RCS gets the text as an SMS.
  if (channel === "rcs") return orDearer(text, perMessage("rcs", place));
  if (mayBeMms(form)) return orDearer(text, perMessage("mms", place));
  const mms = dearest(prices, "mms", countries);
  const rcs = dearest(prices, "rcs", countries);
  const hidden = form.has("ContentSid") && mms !== null ? priced(mms, { item: `mms:${place.to}` }) : text;
  const sender =
    form.has("MessagingServiceSid") && rcs !== null ? priced(rcs, { item: `rcs:${place.to}` }) : text;
  return orDearer(orDearer(text, hidden), sender);
}

interface Place {
  readonly prices: PriceBook;
  readonly countries: readonly string[];
  /** For the audit row. */
  readonly to: string;
}

function faultOf(form: Form): string | null {
  if (!form.has("To")) return "A message needs a To.";
  if (!form.has("Body") && !form.has("MediaUrl") && !form.has("ContentSid")) {
    return "A message needs a Body, a MediaUrl or a ContentSid.";
  }
  if ((textOf(form, "Body") ?? "").length > bodyLengthMax) {
    return `A Body has at most ${bodyLengthMax} characters (UTF-16 units).`;
  }
  for (const name of ["SmartEncoded", "ShortenUrls", "SendAsMms", "ForceDelivery", "ProvideFeedback"]) {
    if (flagOf(form, name) === null) return `${name} is true or false.`;
  }
  const { channel } = readChannel(textOf(form, "To") ?? "");
  const from = textOf(form, "From");
  if (from !== undefined && readChannel(from).channel !== channel) return "To and From are of two channels.";
  if (form.has("FallbackFrom") && channel !== "rcs") return "FallbackFrom is for RCS alone.";
  return null;
}

function readChannel(address: string): { channel: Channel; number: string } {
  const [, channel, number] = channelShape.exec(address) ?? [];
  if (channel === "whatsapp" || channel === "messenger" || channel === "rcs") {
    return { channel, number: number ?? "" };
  }
  return { channel: "sms", number: address };
}

const mayBeMms = (form: Form) => form.has("MediaUrl") || flagOf(form, "SendAsMms") === true;

function textCost(form: Form, { prices, countries, to }: Place): Cost {
  const each = dearest(prices, "sms", countries);
  if (each === null) return notInBookFor("sms", countries);
  const segments = segmentsAtMost(form);
  return priced(each * BigInt(segments), { item: `sms:${to}`, segments });
}

/** Smart encoding can only make it fewer. */
function segmentsAtMost(form: Form): number {
  // Its text is at Twilio.
  if (form.has("ContentSid")) return segmentsMax["UCS-2"];
  const body = textOf(form, "Body") ?? "";
  // Short links may be longer than what they stand for.
  if (flagOf(form, "ShortenUrls") === true) return segmentsMax[countSegments(body).alphabet];
  const isConverted = form.has("MediaUrl") && form.has("MessagingServiceSid");
  return countSegments(isConverted ? `${body}${mediaLink}` : body).count;
}

function perMessage(kind: "mms" | "whatsapp" | "rcs", { prices, countries, to }: Place): Cost {
  const micros = dearest(prices, kind, countries);
  return micros === null ? notInBookFor(kind, countries) : priced(micros, { item: `${kind}:${to}` });
}

const priced = (micros: bigint, basis: Readonly<Record<string, string | number>>): Cost => ({
  is: "micros",
  micros,
  basis,
});

/** The dearer of two ways that Twilio may choose between; the second one's fault where it has one. */
function orDearer(one: Cost, other: Cost): Cost {
  if (one.is !== "micros" || other.is !== "micros") return other.is === "micros" ? one : other;
  return other.micros > one.micros ? other : one;
}
