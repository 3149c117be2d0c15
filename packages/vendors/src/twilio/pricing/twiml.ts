/**
 * Whether instructions for a call can do no more than speak, play, wait and hang up. Everything else can cost more than
 * the call: `<Dial>` rings further numbers, `<Sms>` sends messages, `<Redirect>` and an `action` fetch further
 * instructions, `<Record>`, `<Gather>`, `<Pay>` and `<Connect>` have fees, and the better voices of `<Say>` too.
 */
export function isHarmlessTwiml(twiml: string): boolean {
  const inner = documentShape.exec(twiml)?.[1];
  if (inner === undefined) return false;
  let rest = inner.trim();
  while (rest !== "") {
    const match = verbShape.exec(rest);
    const verb = match?.groups?.verb;
    if (match === null || verb === undefined || !hasOnly(match.groups?.attributes ?? "", attributes[verb])) {
      return false;
    }
    rest = rest.slice(match[0].length).trim();
  }
  return true;
}

/** No comments, no CDATA, no document type: whatever two readers could take for different verbs. */
const documentShape =
  /^\s*(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?\s*\?>)?\s*<Response>(.*)<\/Response>\s*$/s;
const verbShape =
  /^<(?<verb>Say|Play|Pause|Hangup|Reject)(?<attributes>(?:\s+[A-Za-z]+="[^"<>&]*")*)\s*(?:\/>|>[^<>]*<\/\k<verb>>)/;

const attributes: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  Say: {
    voice: /^(?:man|woman|alice)$/,
    language: /^[A-Za-z]{2,3}(?:-[A-Za-z]{2,4})?$/,
    loop: /^[0-9]{1,4}$/,
  },
  Play: { loop: /^[0-9]{1,4}$/, digits: /^[0-9w#*]{1,32}$/ },
  Pause: { length: /^[0-9]{1,5}$/ },
  Hangup: {},
  Reject: { reason: /^(?:rejected|busy)$/ },
};

function hasOnly(text: string, known: Readonly<Record<string, RegExp>> = {}): boolean {
  for (const [, name = "", value = ""] of text.matchAll(/([A-Za-z]+)="([^"]*)"/g)) {
    const shape = Object.hasOwn(known, name) ? known[name] : undefined;
    if (shape === undefined || !shape.test(value)) return false;
  }
  return true;
}
