import type { Message } from "./account.ts";
import { type ApiCall, type Handler, textOf } from "./call.ts";
import { newSid } from "./ids.ts";
import { listReply } from "./pages.ts";
import { fees, negativePrice, rateOf } from "./rates.ts";
import {
  back,
  missingField,
  notFound,
  out,
  type Reply,
  refused,
  success,
  type WireObject,
} from "./replies.ts";
import { smsParts } from "./sms-parts.ts";

/** Numbers with a fate of their own, as Twilio's test numbers have; those are in no country, so no key reaches them. */
const invalidNumber = "+12025550001";
const unsubscribed = "+12025550004";
const undeliverable = "+12025550030";

export const createMessage: Handler = ({ account, form }) => {
  const to = textOf(form, "To");
  if (to === null) return missingField("To");
  const from = textOf(form, "From");
  const messagingServiceSid = textOf(form, "MessagingServiceSid");
  if (from === null && messagingServiceSid === null) {
    return refused(400, 21603, "A 'From' phone number is required.");
  }
  const number = to.replace(/^(whatsapp|rcs):/, "");
  if (number === invalidNumber || (!/^\+\d{7,15}$/.test(number) && !to.startsWith("messenger:"))) {
    return refused(400, 21211, `Invalid 'To' Phone Number: ${to.slice(0, 100)}`);
  }
  if (number === unsubscribed) return refused(400, 21610, "Attempt to send to unsubscribed recipient");
  const body = textOf(form, "Body") ?? "";
  const media = form.getAll("MediaUrl").length;
  if (body === "" && media === 0 && !form.has("ContentSid")) {
    return refused(400, 21602, "Message body is required.");
  }
  if (body.length > 1600) {
    return refused(400, 21617, "The concatenated message body exceeds the 1600 character limit.");
  }
  const charged = chargeFor(to, number, { form, body, media });
  if (charged === null) {
    return refused(
      400,
      21408,
      "Permission to send an SMS has not been enabled for the region indicated by the 'To' number.",
    );
  }
  const isScheduled = textOf(form, "ScheduleType") === "fixed";
  if (isScheduled && messagingServiceSid === null) {
    return refused(400, 35118, "MessagingServiceSid is required to schedule a message");
  }
  const fate = number === undeliverable ? "undelivered" : "delivered";
  const message: Message = {
    sid: newSid(media > 0 ? "MM" : "SM"),
    created: new Date(),
    to,
    from,
    messagingServiceSid,
    body,
    parts: charged.parts,
    media,
    sendAt: isScheduled ? new Date(textOf(form, "SendAt") ?? "") : null,
    fate,
    micros: fate === "delivered" ? charged.micros : fees.failedMessage,
    asked: 0,
    canceled: false,
  };
  account.messages.set(message.sid, message);
  return success(201, render(account.sid, message), [out(message.micros)]);
};

interface Said {
  readonly form: URLSearchParams;
  readonly body: string;
  readonly media: number;
}

function chargeFor(to: string, number: string, { form, body, media }: Said) {
  if (to.startsWith("messenger:")) return { parts: 1, micros: 5_000n };
  const rate = rateOf(number);
  if (rate === null) return null;
  if (to.startsWith("whatsapp:")) return { parts: 1, micros: rate.whatsapp };
  if (rate.mms !== null && (media > 0 || textOf(form, "SendAsMms") === "true")) {
    return { parts: 1, micros: rate.mms };
  }
  // A picture that cannot be sent becomes a link; a template may be as long as any text; short links are long.
  const text = form.has("ContentSid")
    ? "я".repeat(1600)
    : media > 0
      ? `${body} https://m.twil.io/abcdefgh`
      : body;
  const parts = textOf(form, "ShortenUrls") === "true" ? Math.min(25, smsParts(text) + 1) : smsParts(text);
  return { parts, micros: rate.sms * BigInt(parts) };
}

export const fetchMessage: Handler = ({ account, ids, path }) => {
  const message = account.messages.get(ids[1] ?? "");
  if (message === undefined) return notFound(path);
  message.asked += 1;
  return success(200, render(account.sid, message));
};

export const listMessages: Handler = (call) =>
  listReply(
    call,
    "messages",
    [...call.account.messages.values()].reverse().map((message) => render(call.account.sid, message)),
  );

export const updateMessage: Handler = ({ account, ids, form, path }) => {
  const message = account.messages.get(ids[1] ?? "");
  if (message === undefined) return notFound(path);
  if (textOf(form, "Status") === "canceled") return cancel(account.sid, message);
  message.body = textOf(form, "Body") ?? message.body;
  return success(200, render(account.sid, message));
};

function cancel(accountSid: string, message: Message): Reply {
  if (statusOf(message) !== "scheduled") {
    return refused(400, 30409, "Message is not in a state that can be canceled");
  }
  message.canceled = true;
  return success(200, render(accountSid, message), [back(message.micros)]);
}

export function deleteMessage({ account, ids, path }: ApiCall): Reply {
  return account.messages.delete(ids[1] ?? "") ? success(204, null) : notFound(path);
}

function statusOf({ canceled, sendAt, asked, fate, messagingServiceSid }: Message): string {
  if (canceled) return "canceled";
  if (sendAt !== null && sendAt.getTime() > Date.now()) return "scheduled";
  if (asked === 0) return messagingServiceSid === null ? "queued" : "accepted";
  return asked === 1 ? "sent" : fate;
}

function render(accountSid: string, message: Message): WireObject {
  const status = statusOf(message);
  const isOver = status === "delivered" || status === "undelivered";
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${message.sid}.json`;
  return {
    account_sid: accountSid,
    api_version: "2010-04-01",
    body: message.body,
    date_created: message.created.toUTCString(),
    date_sent: isOver ? message.created.toUTCString() : null,
    date_updated: message.created.toUTCString(),
    direction: "outbound-api",
    error_code: status === "undelivered" ? 30003 : null,
    error_message: status === "undelivered" ? "Unreachable destination handset" : null,
    from: message.from,
    messaging_service_sid: message.messagingServiceSid,
    num_media: String(message.media),
    // Not known before the sender is chosen.
    num_segments: status === "scheduled" || status === "accepted" ? "0" : String(message.parts),
    price: isOver ? negativePrice(message.micros) : null,
    price_unit: "USD",
    sid: message.sid,
    status,
    subresource_uris: { media: uri.replace(".json", "/Media.json") },
    to: message.to,
    uri,
  };
}
