import {
  type CatalogueEndpoint,
  parseAgentRunLabel,
  parseExpiresIn,
  parseUsd,
  resolveAllowlist,
} from "@keybrake/policy";
import { type Faults, type FieldFault, faultOf } from "./field-fault.ts";
import { type KeyDraft, type TextField, wordsOf } from "./key-draft.ts";

/** What a draft is held against before it is sent. The server judges again, by the same rules and more. */
export interface DraftRules {
  /** Null until it is there: entries cannot be judged yet. */
  readonly catalogue: readonly CatalogueEndpoint[] | null;
  readonly maxExpiryMs: number;
  readonly credentialsOfVendor: number;
}

const USD_FIELDS = ["daily_usd_cap", "run_usd_cap", "call_usd_cap", "assumed_call_usd"] as const;
const ENDPOINTS_MAX = 200;
const CALLS_MAX = 1_000_000_000;

/** Everything that can be told to be wrong without asking the server, by the server's own paths. */
export function checkDraft(draft: KeyDraft, rules: DraftRules): Faults {
  const faults = new Map<string, FieldFault>();
  const say = (path: string, message: string | null) => {
    if (message !== null) faults.set(path, faultOf(message));
  };
  say("vendor", draft.vendor === "" ? "Choose a vendor." : null);
  if (rules.credentialsOfVendor > 1 && draft.credential_id === "") {
    say("credential_id", "There are several: choose one.");
  }
  say("agent_run_label", labelFault(draft.agent_run_label.trim()));
  say("expires_in", expiryFault(draft.expires_in.trim(), rules.maxExpiryMs));
  for (const field of USD_FIELDS) say(field, usdFault(draft[field].trim()));
  say("max_calls", callsFault(draft.max_calls.trim()));
  const isBounded = draft.daily_usd_cap.trim() !== "" || draft.run_usd_cap.trim() !== "";
  if (!isBounded && draft.policy === "") say("daily_usd_cap", "Give a cap a day, or one for the whole run.");
  listFaults(draft, "currencies", say);
  listFaults(draft, "stripe_accounts", say);
  for (const [path, fault] of endpointFaults(draft, rules.catalogue)) faults.set(path, fault);
  return faults;
}

function labelFault(label: string): string | null {
  if (label === "") return "Name the agent and the run, such as billing/run_1.";
  const run = parseAgentRunLabel(label);
  return run.ok ? null : inWords(run.message);
}

function expiryFault(text: string, maxExpiryMs: number): string | null {
  if (text === "") return "Say how long the key lives, such as 3h.";
  const expiry = parseExpiresIn(text, maxExpiryMs);
  return expiry.ok ? null : inWords(expiry.message);
}

function usdFault(text: string): string | null {
  if (text === "") return null;
  const usd = parseUsd(text);
  return usd.ok ? null : "Write dollars in plain digits with at most 6 decimals, such as 500 or 12.50.";
}

function callsFault(text: string): string | null {
  if (text === "") return null;
  const isCount = /^[1-9][0-9]{0,9}$/.test(text) && Number(text) <= CALLS_MAX;
  return isCount ? null : "Write a whole number from 1 to 1000000000.";
}

const WORD_RULES = {
  currencies: { form: /^[A-Za-z]{3}$/, message: "Write a three-letter currency code, such as eur." },
  stripe_accounts: {
    form: /^acct_[A-Za-z0-9]{1,60}$/,
    message: "Write a Stripe account id, such as acct_1a2b3c.",
  },
} as const satisfies Partial<Record<TextField, object>>;

function listFaults(
  draft: KeyDraft,
  field: keyof typeof WORD_RULES,
  say: (path: string, message: string | null) => void,
): void {
  const { form, message } = WORD_RULES[field];
  for (const [index, word] of wordsOf(draft[field]).entries()) {
    say(`${field}[${index}]`, form.test(word) ? null : message);
  }
}

function endpointFaults(draft: KeyDraft, catalogue: DraftRules["catalogue"]): Faults {
  const entries = draft.allowed_endpoints;
  const path = "allowed_endpoints";
  if (entries.length === 0) {
    return draft.policy === "" ? new Map([[path, faultOf("Choose what the agent may call.")]]) : new Map();
  }
  if (entries.length > ENDPOINTS_MAX) {
    return new Map([
      [path, faultOf(`At most ${ENDPOINTS_MAX} entries; a wildcard such as GET /v1/* reads much.`)],
    ]);
  }
  const list = catalogue === null ? null : resolveAllowlist(entries, catalogue);
  if (list === null || list.ok) return new Map();
  return new Map(
    list.errors.map(({ index, message, suggestions }) => [`${path}[${index}]`, { message, suggestions }]),
  );
}

/** The shared sentences name fields as the API does; a screen has labels. */
function inWords(message: string): string {
  return message.replaceAll("agent_run_label", "the label").replaceAll("expires_in", "the time");
}
