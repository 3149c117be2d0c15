import type { Verification } from "./account.ts";
import { type Handler, textOf } from "./call.ts";
import { newSid } from "./ids.ts";
import { metaListReply } from "./pages.ts";
import { fees, rateOf } from "./rates.ts";
import { missingField, notFound, out, refused, success, type WireObject } from "./replies.ts";
import { smsParts } from "./sms-parts.ts";

/** The code that is always right. */
const rightCode = "123456";

export const createService: Handler = ({ account, form, host }) => {
  const name = textOf(form, "FriendlyName");
  if (name === null) return missingField("FriendlyName");
  const sid = newSid("VA");
  const url = `https://${host}/v2/Services/${sid}`;
  const service = {
    sid,
    account_sid: account.sid,
    friendly_name: name,
    code_length: 6,
    date_created: new Date().toISOString(),
    date_updated: new Date().toISOString(),
    url,
    links: { verifications: `${url}/Verifications`, verification_checks: `${url}/VerificationCheck` },
  };
  account.services.set(sid, service);
  return success(201, service);
};

export const listServices: Handler = (call) =>
  metaListReply(call, "services", [...call.account.services.values()]);

export const fetchService: Handler = ({ account, ids, path }) => {
  const service = account.services.get(ids[0] ?? "");
  return service === undefined ? notFound(path) : success(200, service);
};

export const createVerification: Handler = ({ account, ids, form, host, path }) => {
  const serviceSid = ids[0] ?? "";
  const service = account.services.get(serviceSid);
  if (service === undefined) return notFound(path);
  const to = textOf(form, "To");
  const channel = textOf(form, "Channel");
  if (to === null || channel === null) return missingField(to === null ? "To" : "Channel");
  const micros = chargeFor(to, channel, textOf(form, "CustomMessage") ?? defaultText(service));
  if (micros === null) return refused(400, 60200, `Invalid parameter: ${to.slice(0, 100)}`);
  const verification: Verification = {
    sid: newSid("VE"),
    serviceSid,
    created: new Date(),
    to,
    channel,
    status: "pending",
  };
  account.verifications.set(verification.sid, verification);
  return success(201, render(account.sid, verification, host), [out(micros)]);
};

const defaultText = (service: WireObject) =>
  `Ваш код подтверждения для ${service.friendly_name}: ${rightCode}. Никому его не сообщайте`;

function chargeFor(to: string, channel: string, text: string): bigint | null {
  if (channel === "email") return to.includes("@") ? fees.verification : null;
  const rate = rateOf(to);
  if (rate === null) return null;
  const byText = rate.sms * BigInt(smsParts(text));
  switch (channel) {
    case "sms":
      return fees.verification + byText;
    case "sna":
      return fees.silentVerification + byText;
    case "whatsapp":
      return fees.verification + (rate.whatsapp > byText ? rate.whatsapp : byText);
    case "call":
      return fees.verification + rate.call * 2n;
    default:
      return null;
  }
}

export const fetchVerification: Handler = ({ account, ids, path, host }) => {
  const verification = account.verifications.get(ids[1] ?? "");
  return verification === undefined ? notFound(path) : success(200, render(account.sid, verification, host));
};

export const updateVerification: Handler = ({ account, ids, form, path, host }) => {
  const verification = account.verifications.get(ids[1] ?? "");
  const status = textOf(form, "Status");
  if (verification === undefined) return notFound(path);
  if (status !== "approved" && status !== "canceled") return refused(400, 60200, "Invalid parameter: Status");
  verification.status = status;
  return success(200, render(account.sid, verification, host));
};

export const checkVerification: Handler = ({ account, ids, form, path, host }) => {
  const code = textOf(form, "Code");
  const to = textOf(form, "To");
  const sid = textOf(form, "VerificationSid");
  const verification = [...account.verifications.values()].find(
    (each) => each.serviceSid === ids[0] && each.status === "pending" && (each.sid === sid || each.to === to),
  );
  if (verification === undefined) return notFound(path);
  if (code === rightCode) verification.status = "approved";
  return success(200, render(account.sid, verification, host));
};

function render(accountSid: string, verification: Verification, host: string): WireObject {
  return {
    sid: verification.sid,
    service_sid: verification.serviceSid,
    account_sid: accountSid,
    to: verification.to,
    channel: verification.channel,
    status: verification.status,
    valid: verification.status === "approved",
    amount: null,
    payee: null,
    send_code_attempts: [],
    date_created: verification.created.toISOString(),
    date_updated: verification.created.toISOString(),
    url: `https://${host}/v2/Services/${verification.serviceSid}/Verifications/${verification.sid}`,
  };
}
