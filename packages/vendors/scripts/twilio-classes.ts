import type { EndpointClass } from "../src/endpoint.ts";

/** The products of the SDK that the catalogue has; of the others there is no endpoint. */
export const products = [
  "api",
  "content",
  "conversations",
  "lookups",
  "messaging",
  "monitor",
  "notify",
  "numbers",
  "pricing",
  "proxy",
  "studio",
  "verify",
  "voice",
] as const;

/** Answers with a secret, or makes or unmakes credentials: refused whatever the allowlist says. */
const secret: readonly RegExp[] = [
  // An account's own record holds its auth token, and a list of accounts those of all subaccounts.
  / \/2010-04-01\/Accounts(\/\{Sid\})?\.json$/,
  /^(POST|DELETE) .*\/(Keys|SigningKeys)(\/\{Sid\})?\.json$/,
  /\/Tokens\.json$/,
  /\/AccessTokens/,
  /\/EmbeddedSessions/,
];

export const isSecret = (name: string): boolean => secret.some((pattern) => pattern.test(name));

type Rule = readonly [kind: EndpointClass, ...names: RegExp[]];

/**
 * What each endpoint does to money, judged by a person from Twilio's documentation; the first rule that fits counts.
 * A POST, PUT or PATCH that none fits is taken for one that costs a fee that is not known, so that it is refused.
 */
const rules: readonly Rule[] = [
  ["MONEY_RELEASE", /^POST .*\/Messages\/\{Sid\}\.json$/],
  [
    "VENDOR_SPEND",
    /^POST \/2010.*\/(Messages|Calls|Calls\/\{Sid\}|Participants)\.json$/,
    /^POST \/2010.*\/IncomingPhoneNumbers(\/(Local|Mobile|TollFree))?\.json$/,
    /^POST verify.*\/Verifications$/,
    // One call, and nobody can tell how many messages or calls follow.
    /^POST studio.*\/(Executions|Engagements)$/,
    /^POST notify.*\/Notifications$/,
    /^POST proxy.*\/(Sessions|Participants|MessageInteractions)$/,
    /^POST conversations.*\/Messages$/,
    /^POST \/2010.*\/Queues\/\{QueueSid\}\/Members\/\{CallSid\}\.json$/,
  ],
  ["VENDOR_FEE", /^GET lookups.*\/PhoneNumbers\/\{PhoneNumber\}$/],
  ["READ", /^GET /],
  ["DESTRUCTIVE", /^DELETE /],
  [
    "CONTROL",
    /^POST \/2010.*\/(Addresses|Applications|ConnectApps|SIP|Usage)[/.]/,
    /^POST \/2010.*\/(IncomingPhoneNumbers|OutgoingCallerIds|Queues|ShortCodes|Conferences)\/\{Sid\}\.json$/,
    /^POST \/2010.*\/(Queues|UserDefinedMessages|UserDefinedMessageSubscriptions)\.json$/,
    /^POST \/2010.*\/(Recordings|Siprec|Streams|Transcriptions)\/\{Sid\}\.json$/,
    /^POST \/2010.*\/Participants\/\{CallSid\}\.json$/,
    /^POST content.*\/ApprovalRequests\//,
    /^POST conversations.*\/(Configuration|Configurations|Webhooks|Roles|Credentials)(\/|$)/,
    /^POST conversations.*\/v1\/Services$/,
    /^(POST|PUT) lookups.*\/(RateLimits|Overrides)\//,
    /^POST messaging.*\/(LinkShortening|Tollfree|Channels)\//,
    /^POST messaging.*\/Services(\/\{Sid\})?$/,
    /^POST messaging.*\/(AlphaSenders|ChannelSenders|DestinationAlphaSenders|PhoneNumbers|ShortCodes)$/,
    /^POST notify.*\/(Credentials|Services|Bindings)(\/\{Sid\})?$/,
    /^POST numbers.*\/(RegulatoryCompliance|Configuration)(\/|$)/,
    /^POST proxy.*\/(Services|PhoneNumbers|Services\/\{ServiceSid\}\/Sessions)(\/\{Sid\})?$/,
    /^POST studio.*\/Flows(\/\{Sid\})?$/,
    /^POST studio.*\/(TestUsers|Executions\/\{Sid\})$/,
    /^POST verify.*\/(Services|SafeList\/Numbers|Entities|RateLimits|Buckets|Webhooks|MessagingConfigurations)(\/\{(Sid|Country)\})?$/,
    /^POST verify.*\/\{Identity\}\/Factors(\/\{Sid\})?$/,
    /^POST verify.*\/Verifications\/\{Sid\}$/,
    /^(POST|PUT) voice.*\/v[12]\//,
  ],
  [
    "OBJECT",
    /^POST \/2010.*\/Feedback\.json$/,
    /^(POST|PUT) content.*\/Content(\/\{Sid\})?$/,
    /^POST messaging.*\/Typing\.json$/,
    /^POST numbers.*\/Eligibility(\/Bulk)?$/,
    /^POST studio.*\/Flows\/Validate$/,
  ],
];

export function classOf(name: string): EndpointClass {
  const rule = rules.find(([, ...patterns]) => patterns.some((pattern) => pattern.test(name)));
  return rule?.[0] ?? "VENDOR_FEE";
}
