import { formatUsd, KeyValue, Label } from "@keybrake/ui";
import type { ReactNode } from "react";
import type { PolicyRules } from "./policy-rules.ts";

interface RulesListProps {
  readonly rules: PolicyRules;
  readonly vendorTitle: string;
}

/** Every rule, those that are left open too: what is open, whoever issues the key decides. */
export function RulesList({ rules, vendorTitle }: RulesListProps) {
  return (
    <KeyValue
      items={[
        { name: "Vendor", value: vendorTitle },
        { name: "Endpoints", value: <Entries entries={rules.allowed_endpoints} open={OPEN} /> },
        { name: "Daily cap", value: usd(rules.daily_usd_cap) },
        { name: "Run cap", value: usd(rules.run_usd_cap) },
        { name: "Call cap", value: usd(rules.call_usd_cap) },
        { name: "Calls", value: rules.max_calls?.toLocaleString("en-US") ?? OPEN },
        { name: "Lives at most", value: rules.expires_in ?? OPEN },
        {
          name: "Currencies",
          value: <Entries entries={rules.currencies} open="Every one that has a rate" />,
        },
        { name: "Stripe accounts", value: <Entries entries={rules.stripe_accounts} open="None" /> },
        {
          name: "Unknown prices",
          value:
            rules.assumed_call_usd === undefined ? (
              "Refused"
            ) : (
              <span className="text-held">Unsafe: {formatUsd(rules.assumed_call_usd)} assumed</span>
            ),
        },
      ]}
    />
  );
}

const OPEN = <span className="text-ink-muted">Open: set when a key is issued</span>;

function usd(amount: string | undefined): ReactNode {
  return amount === undefined ? OPEN : <span className="tabular-nums">{formatUsd(amount)}</span>;
}

function Entries({
  entries,
  open,
}: {
  readonly entries: readonly string[] | undefined;
  readonly open: ReactNode;
}) {
  if (entries === undefined || entries.length === 0) return open;
  return (
    <ul className="flex flex-col gap-0.5 font-mono text-[13px]">
      {entries.map((entry) => (
        <li key={entry} className="break-all">
          <Label text={entry} />
        </li>
      ))}
    </ul>
  );
}
