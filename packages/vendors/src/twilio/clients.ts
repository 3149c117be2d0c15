import type { ClientSnippet } from "../client.ts";
import { standInSid } from "./account.ts";

/** Twilio's products share paths, so their host goes into the path; one request client does it for all of them. */
export function clients(proxyUrl: string): readonly ClientSnippet[] {
  return [
    {
      id: "node",
      title: "Node: twilio",
      code: `import twilio from "twilio";

class Keybrake extends twilio.RequestClient {
  request(options) {
    const uri = options.uri.replace(/^https:\\/\\/([a-z-]+\\.twilio\\.com)\\//, "${proxyUrl}/twilio/$1/");
    return super.request({ ...options, uri });
  }
}
const client = twilio("${standInSid}", process.env.VAULT_KEY, { httpClient: new Keybrake() });`,
    },
    {
      id: "python",
      title: "Python: twilio",
      code: `import os
from twilio.rest import Client

client = Client("${standInSid}", os.environ["VAULT_KEY"])
client.api.base_url = "${proxyUrl}/twilio"
client.verify.base_url = "${proxyUrl}/twilio/verify.twilio.com"`,
    },
    {
      id: "curl",
      title: "curl",
      code: `SID=${standInSid}
curl -sS -i ${proxyUrl}/twilio/2010-04-01/Accounts/$SID/Messages.json \\
  -u "$SID:$VAULT_KEY" \\
  --data-urlencode "To=+12025550123" --data-urlencode "From=+12025550100" --data-urlencode "Body=Hello"`,
    },
  ];
}
