import { CapBar, formatUsd, RelativeTime, Stat } from "@keybrake/ui";
import type { Run } from "./run.ts";

/** The answer to the page's question, in four figures. */
export function RunTotals({ run, zone }: { readonly run: Run; readonly zone: string }) {
  const count = (isWanted: (verdict: string) => boolean) =>
    run.verdicts.filter(({ verdict }) => isWanted(verdict)).reduce((sum, { calls }) => sum + calls, 0);
  const allowed = count((verdict) => verdict === "allowed");
  const denied = count((verdict) => verdict !== "allowed");
  return (
    <div className="grid grid-cols-2 gap-3 pb-5 xl:grid-cols-4">
      <Stat name="Cost" value={formatUsd(run.spent_usd)} detail={capWords(run)}>
        {run.run_usd_cap === null ? undefined : (
          <CapBar
            bare
            label="Run cap, summed over its keys"
            spent={run.spent_usd}
            held={run.held_usd}
            cap={run.run_usd_cap}
          />
        )}
      </Stat>
      <Stat name="Held" value={formatUsd(run.held_usd)} detail={heldWords(run)} />
      <Stat
        name="Calls allowed"
        value={allowed.toLocaleString("en-US")}
        detail={denied === 0 ? "none denied" : `${denied.toLocaleString("en-US")} denied`}
      />
      <Stat
        name="Live keys"
        value={`${run.live_keys} of ${run.keys}`}
        detail={
          run.live_keys === 0 ? (
            "nothing more can be spent"
          ) : (
            <>
              the last one expires <RelativeTime at={run.expires_at} zone={zone} />
            </>
          )
        }
      />
    </div>
  );
}

function capWords(run: Run): string {
  const over = run.overage_usd === "0" ? "" : `, ${formatUsd(run.overage_usd)} of it over the holds`;
  if (run.run_usd_cap === null) return `no cap over the whole run${over}`;
  return `of ${formatUsd(run.run_usd_cap)}${run.keys > 1 ? " over its keys" : ""}${over}`;
}

function heldWords(run: Run): string {
  const parts = [
    run.in_flight_calls === 0 ? null : `${formatUsd(run.in_flight_usd)} in flight`,
    run.accrued_usd === "0" ? null : `${formatUsd(run.accrued_usd)} accrued`,
    run.unknown_calls === 0 ? null : `${formatUsd(run.unknown_usd)} unknown`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? "nothing counts besides the cost" : parts.join(", ");
}
