import type { PhoneCall } from "./account.ts";
import { type Handler, textOf } from "./call.ts";
import { newSid } from "./ids.ts";
import { listReply } from "./pages.ts";
import { fees, negativePrice, rateOf } from "./rates.ts";
import { missingField, notFound, out, type Reply, refused, success, type WireObject } from "./replies.ts";

const nobodyHome = "+12025550040";
const busyLine = "+12025550041";

/** How long Twilio lets a call go on that has no limit. */
const SECONDS_MAX = 14_400;

export const createCall: Handler = ({ account, form }) => {
  const instructions = textOf(form, "Url") ?? textOf(form, "Twiml") ?? textOf(form, "ApplicationSid");
  if (instructions === null) return refused(400, 21205, "Url parameter is required.");
  const made = makeCall(
    form,
    form.has("Twiml") && !form.has("Url") && !goesFurther(instructions) ? 0n : fees.furtherCalls,
  );
  if ("status" in made) return made;
  account.calls.set(made.sid, made);
  return success(201, render(account.sid, made), [out(made.micros)]);
};

export const createParticipant: Handler = ({ account, ids, form }) => {
  const made = makeCall(form, form.has("WaitUrl") ? fees.furtherCalls : 0n, fees.conferenceMinute);
  if ("status" in made) return made;
  account.calls.set(made.sid, made);
  const body = {
    account_sid: account.sid,
    call_sid: made.sid,
    conference_sid: ids[1],
    label: textOf(form, "Label"),
    status: "queued",
    uri: `/2010-04-01/Accounts/${account.sid}/Conferences/${ids[1]}/Participants/${made.sid}.json`,
  };
  return success(201, body, [out(made.micros)]);
};

/** Whoever is called stays on the line as long as they can. */
function makeCall(form: URLSearchParams, once: bigint, alsoPerMinute = 0n): PhoneCall | Reply {
  const to = textOf(form, "To");
  const from = textOf(form, "From");
  if (to === null) return missingField("To");
  if (from === null) return missingField("From");
  const isSoft = /^(client|sip):/.test(to);
  if (!isSoft && !/^\+\d{7,15}$/.test(to))
    return refused(400, 21211, `Invalid 'To' Phone Number: ${to.slice(0, 100)}`);
  const perMinute = isSoft ? fees.clientMinute : rateOf(to)?.call;
  if (perMinute === undefined) return refused(400, 21215, "Account not authorized to call the number.");
  const fate = to === nobodyHome ? "no-answer" : to === busyLine ? "busy" : "completed";
  const seconds = Number(textOf(form, "TimeLimit") ?? SECONDS_MAX);
  if (!Number.isInteger(seconds) || seconds < 1) return refused(400, 21220, "TimeLimit is not valid");
  const recording = textOf(form, "Record") === "true" ? fees.recordingMinute : 0n;
  // It hangs up a second late.
  const minutes = BigInt(Math.ceil((seconds + 1) / 60));
  const detection = form.has("MachineDetection") ? fees.machineDetection : 0n;
  const micros = (perMinute + recording + alsoPerMinute) * minutes + detection + once;
  return {
    sid: newSid("CA"),
    created: new Date(),
    to,
    from,
    seconds,
    fate,
    micros: fate === "completed" ? micros : 0n,
    asked: 0,
  };
}

/** Anything but speaking, playing, waiting and hanging up. */
function goesFurther(twiml: string): boolean {
  for (const [, name = "", attributes = ""] of twiml.matchAll(/<\s*([A-Za-z!?[][^\s/>]*)([^>]*)/g)) {
    if (!["?xml", "Response", "Say", "Play", "Pause", "Hangup", "Reject"].includes(name)) return true;
    if (/voice\s*=\s*["'](?:Polly|Google)/.test(attributes)) return true;
  }
  return false;
}

export const fetchCall: Handler = ({ account, ids, path }) => {
  const call = account.calls.get(ids[1] ?? "");
  if (call === undefined) return notFound(path);
  call.asked += 1;
  return success(200, render(account.sid, call));
};

export const listCalls: Handler = (call) =>
  listReply(
    call,
    "calls",
    [...call.account.calls.values()].reverse().map((each) => render(call.account.sid, each)),
  );

/** Ends a call; this Twilio has it go on to its limit all the same. */
export const updateCall: Handler = ({ account, ids, path, form }) => {
  const call = account.calls.get(ids[1] ?? "");
  if (call === undefined) return notFound(path);
  const changes = form.has("Url") || form.has("Twiml") || form.has("TimeLimit");
  return success(200, render(account.sid, call), changes ? [out(fees.furtherCalls)] : []);
};

function render(accountSid: string, call: PhoneCall): WireObject {
  const status = call.asked === 0 ? "queued" : call.asked === 1 ? "in-progress" : call.fate;
  const isOver = status === call.fate;
  const isAnswered = isOver && call.fate === "completed";
  return {
    account_sid: accountSid,
    answered_by: null,
    api_version: "2010-04-01",
    date_created: call.created.toUTCString(),
    date_updated: call.created.toUTCString(),
    direction: "outbound-api",
    duration: isOver ? String(isAnswered ? call.seconds : 0) : null,
    from: call.from,
    price: isAnswered ? negativePrice(call.micros) : null,
    price_unit: "USD",
    sid: call.sid,
    status,
    to: call.to,
    uri: `/2010-04-01/Accounts/${accountSid}/Calls/${call.sid}.json`,
  };
}
