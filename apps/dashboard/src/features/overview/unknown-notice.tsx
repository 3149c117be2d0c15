import { Money } from "@keybrake/ui";
import { CircleHelp } from "lucide-react";
import Link from "next/link";
import { auditPath } from "../shell/paths.ts";

interface Unknown {
  readonly calls: number;
  readonly held_usd: string;
}

/** Calls that nobody knows the outcome of keep their money held until somebody decides: so it is said first. */
export function UnknownNotice({ unknown }: { readonly unknown: Unknown }) {
  if (unknown.calls === 0) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 rounded-lg bg-held-soft px-4 py-3 text-sm text-held">
      <CircleHelp className="size-4 shrink-0" aria-hidden="true" />
      <span>
        {unknown.calls === 1 ? "One call was" : `${unknown.calls} calls were`} possibly sent and never
        answered. <Money amount={unknown.held_usd} inline /> stays held until you decide.
      </span>
      <Link href={auditPath({ state: "unknown" })} className="font-medium underline underline-offset-2">
        Look at them
      </Link>
    </p>
  );
}
