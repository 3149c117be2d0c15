import { formatUsd, KeyValue, Label, Money, RelativeTime } from "@keybrake/ui";
import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { ScrollList } from "../scroll-list.tsx";
import type { KeyRowData } from "../table/use-key-pages.ts";

interface KeyRulesProps {
  readonly vaultKey: KeyRowData;
  readonly zone: string;
}

/** What the key was issued with; editing a policy changes none of it. */
export function KeyRules({ vaultKey, zone }: KeyRulesProps) {
  return (
    <div className="flex flex-col gap-4">
      <KeyValue items={rulesOf(vaultKey, zone)} />
      <section aria-label="Allowed endpoints" className="flex flex-col gap-1">
        <h3 className="text-sm text-ink-muted">Allowed endpoints</h3>
        <ScrollList label="Allowed endpoints" className="max-h-60 gap-0.5 rounded-md bg-code p-2">
          {vaultKey.allowed_endpoints.map((endpoint) => (
            <li key={endpoint}>
              <Label text={endpoint} className="font-mono text-[13px] break-all" />
            </li>
          ))}
        </ScrollList>
      </section>
    </div>
  );
}

function rulesOf(key: KeyRowData, zone: string) {
  const usd = (amount: string | null, without: string) =>
    amount === null ? <span className="text-ink-muted">{without}</span> : <Money amount={amount} inline />;
  return [
    { name: "A day", value: usd(key.daily_usd_cap, "no cap") },
    { name: "The whole run", value: usd(key.run_usd_cap, "no cap") },
    { name: "One call", value: usd(key.call_usd_cap, "no cap of its own") },
    {
      name: "Calls",
      value: key.max_calls === null ? "no limit" : `${key.max_calls.toLocaleString("en-US")} at most`,
    },
    { name: "Unknown price", value: <AssumedPrice usd={key.assumed_call_usd} /> },
    { name: "Currencies", value: <Currencies codes={key.currencies} /> },
    ...(key.stripe_accounts.length === 0
      ? []
      : [
          {
            name: "Stripe accounts",
            value: <Label text={key.stripe_accounts.join(", ")} className="font-mono text-[13px]" />,
          },
        ]),
    { name: "Expires", value: <RelativeTime at={key.expires_at} zone={zone} /> },
    { name: "Policy", value: <Policy vaultKey={key} /> },
  ];
}

function AssumedPrice({ usd }: { readonly usd: string | null }) {
  if (usd === null) return "refused";
  return (
    <span className="inline-flex items-start gap-1.5 text-held">
      <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
      <span>Unsafe: {formatUsd(usd)} is held for such a call, which can cost more</span>
    </span>
  );
}

const CURRENCIES_SHOWN = 8;

function Currencies({ codes }: { readonly codes: readonly string[] }) {
  const shown = codes.slice(0, CURRENCIES_SHOWN).join(", ").toUpperCase();
  const more = codes.length - CURRENCIES_SHOWN;
  return <span title={codes.join(", ").toUpperCase()}>{more > 0 ? `${shown} and ${more} more` : shown}</span>;
}

function Policy({ vaultKey }: { readonly vaultKey: KeyRowData }) {
  const { policy_id, policy_name, policy_version } = vaultKey;
  if (policy_id === null) return <span className="text-ink-muted">none</span>;
  return (
    <Link href={`/policies/${policy_id}`} className="text-accent hover:underline">
      <Label text={policy_name ?? policy_id} />, version {policy_version}
    </Link>
  );
}
