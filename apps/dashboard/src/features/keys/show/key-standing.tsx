import { CapBar, KeyValue, Money, RelativeTime } from "@keybrake/ui";
import type { KeyRowData } from "../table/use-key-pages.ts";

interface KeyStandingProps {
  readonly vaultKey: KeyRowData;
  readonly zone: string;
}

/** What is spent, held and left at this moment, by each of its caps. */
export function KeyStanding({ vaultKey, zone }: KeyStandingProps) {
  const { max_calls, calls } = vaultKey;
  return (
    <div className="flex flex-col gap-4">
      <Cap
        title="Today"
        label="Daily cap"
        spent={vaultKey.spent_today_usd}
        held={vaultKey.held_today_usd}
        cap={vaultKey.daily_usd_cap}
      />
      <Cap
        title="The whole run"
        label="Run cap"
        spent={vaultKey.spent_run_usd}
        held={vaultKey.held_run_usd}
        cap={vaultKey.run_usd_cap}
      />
      <KeyValue
        items={[
          {
            name: "May still spend",
            value: vaultKey.left_usd === null ? "no cap" : <Money amount={vaultKey.left_usd} inline />,
          },
          {
            name: "Held now",
            value: <Money amount={vaultKey.held_run_usd} inline />,
          },
          {
            name: "Calls",
            value: `${calls.toLocaleString("en-US")}${max_calls === null ? "" : ` of ${max_calls.toLocaleString("en-US")}`}`,
          },
          { name: "Day resets", value: <RelativeTime at={vaultKey.resets_at} zone={zone} /> },
          {
            name: "Last call",
            value:
              vaultKey.last_call_at === null ? (
                "never"
              ) : (
                <RelativeTime at={vaultKey.last_call_at} zone={zone} />
              ),
          },
        ]}
      />
    </div>
  );
}

interface CapProps {
  readonly title: string;
  readonly label: string;
  readonly spent: string;
  readonly held: string;
  readonly cap: string | null;
}

function Cap({ title, ...bar }: CapProps) {
  return (
    <div className="flex flex-col gap-1.5">
      <p className="text-xs text-ink-muted">{title}</p>
      <CapBar {...bar} />
    </div>
  );
}
