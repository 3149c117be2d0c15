import type { PriceBook } from "../../pricing.ts";
import { countriesOf, isE164 } from "../country.ts";
import { type Form, textOf } from "../form.ts";
import {
  type Cost,
  dearest,
  firstOther,
  flagOf,
  free,
  malformed,
  noCountry,
  notInBook,
  notInBookFor,
  unknown,
} from "./cost.ts";
import { isHarmlessTwiml } from "./twiml.ts";

/** Fields of a call, and of a call into a conference, that add nothing to what is reckoned below. */
const counted = [
  ...["To", "From", "TimeLimit", "Timeout", "CallerId", "CallReason", "CallToken", "SendDigits", "Method"],
  ...["StatusCallback", "StatusCallbackEvent", "StatusCallbackMethod", "Record", "RecordingChannels"],
  ...["RecordingStatusCallback", "RecordingStatusCallbackEvent", "RecordingStatusCallbackMethod"],
  ...["RecordingTrack", "Trim", "MachineDetection", "MachineDetectionTimeout", "SipAuthUsername"],
  ...["MachineDetectionSilenceTimeout", "MachineDetectionSpeechEndThreshold", "SipAuthPassword"],
  "MachineDetectionSpeechThreshold",
];
const callFields = new Set([
  ...counted,
  ...["Twiml", "AsyncAmd", "AsyncAmdStatusCallback", "AsyncAmdStatusCallbackMethod"],
]);
const participantFields = new Set([
  ...counted,
  ...["Label", "Muted", "Beep", "BeepOnExit", "StartConferenceOnEnter", "EndConferenceOnExit", "EarlyMedia"],
  ...[
    "MaxParticipants",
    "ConferenceStatusCallback",
    "ConferenceStatusCallbackEvent",
    "Coaching",
    "CallSidToCoach",
  ],
  ...["ConferenceStatusCallbackMethod", "JitterBufferSize", "Region", "CallerDisplayName", "Hold"],
  ...["AmdStatusCallback", "AmdStatusCallbackMethod"],
]);

const secondsMax = 86_400;
const readSeconds = (text: string): number | null =>
  /^[1-9][0-9]{0,4}$/.test(text) && Number(text) <= secondsMax ? Number(text) : null;

/** A call: by the minute, to the TimeLimit after which Twilio ends it. */
export function callCost(form: Form, prices: PriceBook): Cost {
  if (form.has("Url") || form.has("ApplicationSid")) {
    return unknown(
      "What the instructions behind a Url or an ApplicationSid do is not in the request: they can ring further numbers. Send them as Twiml.",
    );
  }
  const twiml = textOf(form, "Twiml");
  if (twiml === undefined) return malformed("A call needs a Twiml.");
  if (!isHarmlessTwiml(twiml)) {
    return unknown(
      "This Twiml can cost more than the call: only Say (with a basic voice), Play, Pause, Hangup and Reject, without anything nested, are known not to.",
    );
  }
  return legCost(form, { prices, known: callFields, alsoPerMinute: [] });
}

export const participantCost = (form: Form, prices: PriceBook): Cost =>
  legCost(form, { prices, known: participantFields, alsoPerMinute: ["conference"] });

interface Leg {
  readonly prices: PriceBook;
  readonly known: ReadonlySet<string>;
  /** Items of the book that are taken by the minute, too. */
  readonly alsoPerMinute: readonly string[];
}

function legCost(form: Form, { prices, known, alsoPerMinute }: Leg): Cost {
  const other = firstOther(form, known);
  if (other !== null) return unknown(`What ${other} adds to the price of a call is not known.`);
  const limit = textOf(form, "TimeLimit");
  if (limit === undefined) {
    return unknown("Send a TimeLimit in seconds: without it a call may go on, and cost, for hours.");
  }
  const seconds = readSeconds(limit);
  if (seconds === null) return malformed(`TimeLimit is a whole number of seconds, 1 to ${secondsMax}.`);
  const record = flagOf(form, "Record");
  if (record === null) return malformed("Record is true or false.");
  const perMinute = [...(record ? ["recording"] : []), ...alsoPerMinute];
  const once = form.has("MachineDetection") ? ["amd"] : [];
  const missing = [...perMinute, ...once].find((item) => !prices.has(item));
  if (missing !== undefined) return notInBook(missing);
  const rate = rateOf(textOf(form, "To") ?? "", prices);
  if (typeof rate !== "bigint") return rate;
  // Twilio takes whole minutes, and may hang up a second after the limit.
  const minutes = Math.floor(seconds / 60) + 1;
  const sum = (items: readonly string[]) =>
    items.reduce((total, item) => total + (prices.get(item) ?? 0n), 0n);
  const micros = (rate + sum(perMinute)) * BigInt(minutes) + sum(once);
  return { is: "micros", micros, basis: { minutes, items: ["call", ...perMinute, ...once].join(" ") } };
}

/** Per minute, to a number, a SIP address or a client of Twilio's own. */
function rateOf(to: string, prices: PriceBook): bigint | Cost {
  const scheme = /^(sip|client):.{1,300}$/.exec(to)?.[1];
  if (scheme !== undefined) return prices.get(`call:${scheme}`) ?? notInBook(`call:${scheme}`);
  if (!isE164(to)) {
    return malformed(
      "Write the number in To in E.164: a plus, the country code, the rest. Or sip: or client:.",
    );
  }
  const countries = countriesOf(to);
  if (countries === null) return noCountry;
  return dearest(prices, "call", countries) ?? notInBookFor("call", countries);
}

const endings = new Set(["completed", "canceled"]);

/** A change of a running call: to end it is free, and new instructions or a later limit can cost anything. */
export function callUpdateCost(form: Form): Cost {
  const other = firstOther(form, new Set(["Status", "StatusCallback", "StatusCallbackMethod"]));
  if (other === null && endings.has(textOf(form, "Status") ?? "")) return free;
  return unknown(
    "A change of a running call can make it longer or ring further numbers; only to end it is free.",
  );
}
