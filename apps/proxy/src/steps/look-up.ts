import type { Ledger } from "@keybrake/ledger";
import type { LookUp, VendorAnswer } from "@keybrake/vendors";
import type { Metrics } from "../admin/metrics.ts";
import { newCallId } from "../call-id.ts";
import type { Settlements } from "../settlements.ts";
import type { Credentials } from "../upstream/credentials.ts";
import type { OpenCredential } from "../upstream/open-credential.ts";
import type { Upstream } from "../upstream/upstream.ts";
import { addressLookUp } from "./address.ts";
import { linesOf } from "./forward.ts";
import type { Opened } from "./open-credential.ts";
import type { LookedUp } from "./price.ts";
import { reserve } from "./reserve.ts";
import { settle } from "./settle.ts";

/** What a look-up needs of the process. */
interface LookUpTools {
  readonly credentials: Credentials;
  readonly ledger: Ledger;
  readonly upstream: Upstream;
  readonly settlements: Settlements;
  readonly metrics: Metrics;
  readonly report: (fault: unknown) => void;
}

interface Asked {
  readonly opened: Opened & { readonly credential: OpenCredential };
  readonly lookUp: LookUp;
  /** The id that the row of the call it is for will have. */
  readonly parentCallId: string;
}

/**
 * Asks the vendor with the real credential, as a call of its own at price 0: a key that is dead asks nothing, and not
 * a byte leaves before the row is committed. Its answer goes to nobody but the vendor's module. A ticket that was over
 * is taken once more, as a call's is.
 */
export async function lookUp(asked: Asked, tools: LookUpTools): Promise<LookedUp> {
  const first = await askOnce(asked, tools);
  const told = first === "late" ? await askOnce(asked, tools) : first;
  return told === "late" ? null : told;
}

async function askOnce(
  { opened, lookUp: asked, parentCallId }: Asked,
  { credentials, ledger, upstream, settlements, metrics, report }: LookUpTools,
): Promise<VendorAnswer | "late" | LookedUp> {
  const ready = addressLookUp(opened, { lookUp: asked, parentCallId }, credentials);
  if (ready === null) return null;
  const held = await reserve(ready, { ledger, callId: newCallId() });
  if (held.kind === "ledger_down") return "ledger_down";
  metrics.called(held.vendor, held.verdict);
  if (held.kind === "denied") return null;
  const sent = await upstream.ask(held, linesOf(held));
  void settlements.add(settle(held, sent, report));
  switch (sent.kind) {
    case "answered":
      return sent.answer;
    case "credential_rejected":
      credentials.forget(opened.credential.id);
      return "credential_rejected";
    case "unsent":
      return sent.why === "late" ? "late" : null;
    case "lost":
      return null;
  }
}
