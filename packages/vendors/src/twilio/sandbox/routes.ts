import type { Handler } from "./call.ts";
import { createCall, createParticipant, fetchCall, listCalls, updateCall } from "./calls.ts";
import { lookUp, lookUpMany } from "./lookups.ts";
import { createMessage, deleteMessage, fetchMessage, listMessages, updateMessage } from "./messages.ts";
import {
  buyAnyNumber,
  buyLocalNumber,
  buyMobileNumber,
  buyTollFreeNumber,
  fetchNumber,
  listNumbers,
  releaseNumber,
} from "./numbers.ts";
import { listPricedCountries, messagingPrices, numberPrices, voicePrices } from "./pricing.ts";
import { success } from "./replies.ts";
import {
  checkVerification,
  createService,
  createVerification,
  fetchService,
  fetchVerification,
  listServices,
  updateVerification,
} from "./verify.ts";

const balance: Handler = ({ account }) =>
  success(200, { account_sid: account.sid, balance: "100.00", currency: "USD" });

const api = "api.twilio.com/2010-04-01/Accounts/:";
const verify = "verify.twilio.com/v2/Services";

/** A `:` stands for one segment; `.json` behind it is none of it. */
const routes: Readonly<Record<string, Handler>> = {
  [`GET ${api}/Balance.json`]: balance,
  [`POST ${api}/Messages.json`]: createMessage,
  [`GET ${api}/Messages.json`]: listMessages,
  [`GET ${api}/Messages/:.json`]: fetchMessage,
  [`POST ${api}/Messages/:.json`]: updateMessage,
  [`DELETE ${api}/Messages/:.json`]: deleteMessage,
  [`POST ${api}/Calls.json`]: createCall,
  [`GET ${api}/Calls.json`]: listCalls,
  [`GET ${api}/Calls/:.json`]: fetchCall,
  [`POST ${api}/Calls/:.json`]: updateCall,
  [`POST ${api}/Conferences/:/Participants.json`]: createParticipant,
  [`POST ${api}/IncomingPhoneNumbers.json`]: buyAnyNumber,
  [`POST ${api}/IncomingPhoneNumbers/Local.json`]: buyLocalNumber,
  [`POST ${api}/IncomingPhoneNumbers/Mobile.json`]: buyMobileNumber,
  [`POST ${api}/IncomingPhoneNumbers/TollFree.json`]: buyTollFreeNumber,
  [`GET ${api}/IncomingPhoneNumbers.json`]: listNumbers,
  [`GET ${api}/IncomingPhoneNumbers/:.json`]: fetchNumber,
  [`DELETE ${api}/IncomingPhoneNumbers/:.json`]: releaseNumber,
  [`POST ${verify}`]: createService,
  [`GET ${verify}`]: listServices,
  [`GET ${verify}/:`]: fetchService,
  [`POST ${verify}/:/Verifications`]: createVerification,
  [`GET ${verify}/:/Verifications/:`]: fetchVerification,
  [`POST ${verify}/:/Verifications/:`]: updateVerification,
  [`POST ${verify}/:/VerificationCheck`]: checkVerification,
  "GET lookups.twilio.com/v2/PhoneNumbers/:": lookUp,
  "POST lookups.twilio.com/v2/batch/query": lookUpMany,
  "GET pricing.twilio.com/v1/Messaging/Countries": listPricedCountries,
  "GET pricing.twilio.com/v1/Messaging/Countries/:": messagingPrices,
  "GET pricing.twilio.com/v2/Voice/Countries/:": voicePrices,
  "GET pricing.twilio.com/v1/PhoneNumbers/Countries/:": numberPrices,
};

const patterns = Object.entries(routes).map(([route, handle]) => {
  const pattern = route.replaceAll(/[.]/g, "\\.").replaceAll(":", "([^/]+)");
  return { pattern: new RegExp(`^${pattern}$`), handle, variables: route.split(":").length - 1 };
});
/** `IncomingPhoneNumbers/Local.json` before `IncomingPhoneNumbers/:.json`. */
patterns.sort((one, other) => one.variables - other.variables);

export interface RouteMatch {
  readonly handle: Handler;
  readonly ids: readonly string[];
}

export function matchRoute(method: string, target: string): RouteMatch | null {
  for (const { pattern, handle } of patterns) {
    const match = pattern.exec(`${method} ${target}`);
    if (match !== null) return { handle, ids: match.slice(1) };
  }
  return null;
}
