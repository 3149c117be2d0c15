import type { PhoneNumber } from "./account.ts";
import { type Handler, textOf } from "./call.ts";
import { newSid } from "./ids.ts";
import { listReply } from "./pages.ts";
import { numberMonth, rateOf } from "./rates.ts";
import { notFound, out, refused, success, type WireObject } from "./replies.ts";

/** Which type a number is, Twilio knows and its buyer may not. */
const buyNumber =
  (type: string | null): Handler =>
  ({ account, form }) => {
    const areaCode = textOf(form, "AreaCode");
    const number = textOf(form, "PhoneNumber") ?? (areaCode === null ? null : `+1${areaCode}5551234`);
    if (number === null) return refused(400, 21421, "PhoneNumber is invalid");
    const sold = numberMonth[rateOf(number)?.country ?? ""];
    const month = type === null ? dearest(sold) : sold?.[type];
    if (month === undefined) return refused(400, 21422, "PhoneNumber is not available");
    const name = textOf(form, "FriendlyName") ?? number;
    const bought: PhoneNumber = { sid: newSid("PN"), created: new Date(), number, name };
    account.numbers.set(bought.sid, bought);
    return success(201, render(account.sid, bought), [out(month)]);
  };

export const buyAnyNumber = buyNumber(null);
export const buyLocalNumber = buyNumber("local");
export const buyMobileNumber = buyNumber("mobile");
export const buyTollFreeNumber = buyNumber("toll free");

function dearest(sold: Readonly<Record<string, bigint>> | undefined): bigint | undefined {
  return Object.values(sold ?? {}).sort((one, other) => (one < other ? 1 : -1))[0];
}

export const listNumbers: Handler = (call) =>
  listReply(
    call,
    "incoming_phone_numbers",
    [...call.account.numbers.values()].reverse().map((number) => render(call.account.sid, number)),
  );

export const fetchNumber: Handler = ({ account, ids, path }) => {
  const number = account.numbers.get(ids[1] ?? "");
  return number === undefined ? notFound(path) : success(200, render(account.sid, number));
};

export const releaseNumber: Handler = ({ account, ids, path }) =>
  account.numbers.delete(ids[1] ?? "") ? success(204, null) : notFound(path);

function render(accountSid: string, { sid, created, number, name }: PhoneNumber): WireObject {
  return {
    account_sid: accountSid,
    capabilities: { voice: true, sms: true, mms: false, fax: false },
    date_created: created.toUTCString(),
    date_updated: created.toUTCString(),
    friendly_name: name,
    phone_number: number,
    sid,
    status: "in-use",
    uri: `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers/${sid}.json`,
  };
}
