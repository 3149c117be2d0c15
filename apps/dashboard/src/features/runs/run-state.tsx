import { RelativeTime, StateBadge } from "@keybrake/ui";
import type { Run } from "./run.ts";

/** Whether anything can still be spent in its name. */
export function RunState({ run, zone }: { readonly run: Run; readonly zone: string }) {
  if (run.state === "revoked" && run.revoked_at !== null) {
    return (
      <span className="inline-flex items-center gap-2">
        <StateBadge state="revoked" />
        as a run, <RelativeTime at={run.revoked_at} zone={zone} />
      </span>
    );
  }
  if (run.state === "active") return <StateBadge state="active" />;
  const wereRevoked = run.vault_keys.every(({ state }) => state === "revoked");
  return (
    <span className="inline-flex items-center gap-2">
      <StateBadge state={wereRevoked ? "revoked" : "expired"} />
      all its keys; new ones can still be issued
    </span>
  );
}
