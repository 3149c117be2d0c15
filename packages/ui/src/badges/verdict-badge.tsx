import { Ban, Check } from "lucide-react";
import { visible } from "../visible.ts";
import { Badge } from "./badge.tsx";
import { verdictWords } from "./verdicts.ts";

interface VerdictBadgeProps {
  /** `allowed`, or one `denied_*` code. */
  readonly verdict: string;
}

export function VerdictBadge({ verdict }: VerdictBadgeProps) {
  const allowed = verdict === "allowed";
  const { word, meaning } = verdictWords(verdict);
  return (
    <Badge
      icon={allowed ? Check : Ban}
      tone={allowed ? "allowed" : "denied"}
      word={visible(word)}
      meaning={visible(meaning)}
    />
  );
}
