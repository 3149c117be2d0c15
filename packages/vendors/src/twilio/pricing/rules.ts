import type { Endpoint } from "../../endpoint.ts";
import type { FormTree } from "../../form.ts";
import { costsMoney } from "../../money-classes.ts";
import type { PriceBook } from "../../pricing.ts";
import type { Form } from "../form.ts";
import { callCost, callUpdateCost, participantCost } from "./calls.ts";
import { type Cost, free, itemCost, unknown } from "./cost.ts";
import { batchLookupCost, lookupCost, lookupV1Cost } from "./lookups.ts";
import { messageCost } from "./messages.ts";
import { numberCost, numberUpdateCost } from "./numbers.ts";
import { verificationCost } from "./verify.ts";

type CostRule = (form: Form, prices: PriceBook) => Cost;

const account = "/2010-04-01/Accounts/{AccountSid}";
const service = "verify.twilio.com/v2/Services/{ServiceSid}";

export const createMessage = `POST ${account}/Messages.json`;
export const updateMessage = `POST ${account}/Messages/{Sid}.json`;
export const createCall = `POST ${account}/Calls.json`;
export const createParticipant = `POST ${account}/Conferences/{ConferenceSid}/Participants.json`;
/** Verify tells by `status` whether it was a success, which is what it may take its fee for. */
export const checkVerification = `POST ${service}/VerificationCheck`;
export const checkChallenge = `POST ${service}/Entities/{Identity}/Challenges/{Sid}`;
const batchLookup = "POST lookups.twilio.com/v2/batch/query";

const item =
  (name: string): CostRule =>
  (_form, prices) =>
    itemCost(prices, name);

/** How each endpoint's cost is reckoned. One that costs money and is not here is refused. */
const costRules: Readonly<Record<string, CostRule>> = {
  [createMessage]: messageCost,
  [createCall]: callCost,
  [createParticipant]: participantCost,
  [`POST ${account}/Calls/{Sid}.json`]: callUpdateCost,
  [`POST ${account}/IncomingPhoneNumbers.json`]: numberCost(),
  [`POST ${account}/IncomingPhoneNumbers/Local.json`]: numberCost(["local"]),
  [`POST ${account}/IncomingPhoneNumbers/Mobile.json`]: numberCost(["mobile"]),
  [`POST ${account}/IncomingPhoneNumbers/TollFree.json`]: numberCost(["toll-free"]),
  [`POST ${account}/IncomingPhoneNumbers/{Sid}.json`]: numberUpdateCost,
  [`POST ${service}/Verifications`]: verificationCost,
  [checkVerification]: item("verify:check"),
  [`POST ${service}/Entities/{Identity}/Challenges`]: item("verify:challenge"),
  [checkChallenge]: item("verify:check"),
  "GET lookups.twilio.com/v1/PhoneNumbers/{PhoneNumber}": lookupV1Cost,
  "GET lookups.twilio.com/v2/PhoneNumbers/{PhoneNumber}": lookupCost,
};

export function costOf(
  endpoint: Endpoint,
  { form, json }: { form: Form; json: FormTree },
  prices: PriceBook,
): Cost {
  if (endpoint.name === batchLookup) return batchLookupCost(json, prices);
  const rule = costRules[endpoint.name];
  if (rule !== undefined) return rule(form, prices);
  if (!costsMoney(endpoint.class)) return free;
  return unknown(
    endpoint.class === "VENDOR_SPEND"
      ? "Nobody can tell from this call how many messages or calls will follow."
      : "Twilio takes a fee for this call, which is not in the price book.",
  );
}
