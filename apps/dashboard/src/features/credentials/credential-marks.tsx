import { Badge } from "@keybrake/ui";
import { Banknote, FlaskConical, PowerOff, Shield, ShieldAlert, TestTube } from "lucide-react";
import type { Credential } from "./credential.ts";

/** Whose money it moves, and how much the vendor itself lets it do. */
export function CredentialMarks({ credential }: { readonly credential: Credential }) {
  const { mode, restricted, disabled_at: disabledAt } = credential;
  const isFull = restricted === false && mode !== "sandbox" && disabledAt === null;
  return (
    <div className="flex flex-wrap items-center gap-1.5 text-xs">
      {disabledAt === null ? null : (
        <Badge
          icon={PowerOff}
          tone="denied"
          word="Disabled"
          meaning="Its keys were revoked; it is used no more"
        />
      )}
      <Mode mode={mode} />
      {restricted === true ? (
        <Badge
          icon={Shield}
          tone="allowed"
          word="Restricted"
          meaning="The vendor limits what this key may do"
        />
      ) : null}
      {isFull ? (
        <>
          <Badge
            icon={ShieldAlert}
            tone="held"
            word="Full access"
            meaning="The vendor lets this key do everything"
          />
          <span className="text-ink-muted">Rotate it to a restricted key: what leaks then does less.</span>
        </>
      ) : null}
    </div>
  );
}

function Mode({ mode }: { readonly mode: Credential["mode"] }) {
  switch (mode) {
    case "live":
      return <Badge icon={Banknote} tone="held" word="Live" meaning="Calls move real money" />;
    case "test":
      return (
        <Badge icon={TestTube} tone="neutral" word="Test" meaning="The vendor's test mode: no money moves" />
      );
    case "sandbox":
      return (
        <Badge
          icon={FlaskConical}
          tone="neutral"
          word="Sandbox"
          meaning="A stand-in vendor on this machine; no money moves"
        />
      );
  }
}
