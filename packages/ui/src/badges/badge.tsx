import type { LucideIcon } from "lucide-react";

export type Tone = "allowed" | "held" | "denied" | "neutral";

const TONES: Record<Tone, string> = {
  allowed: "bg-allowed-soft text-allowed",
  held: "bg-held-soft text-held",
  denied: "bg-denied-soft text-denied",
  neutral: "bg-code text-ink-muted",
};

interface BadgeProps {
  readonly icon: LucideIcon;
  readonly word: string;
  readonly tone: Tone;
  /** What the word means, for those who have not met it yet. */
  readonly meaning: string;
}

export function Badge({ icon: Icon, word, tone, meaning }: BadgeProps) {
  return (
    <span
      title={meaning}
      className={`inline-flex h-5 items-center gap-1 rounded-md px-1.5 align-middle text-xs font-medium whitespace-nowrap ${TONES[tone]}`}
    >
      <Icon aria-hidden="true" className="size-3 shrink-0" />
      {word}
    </span>
  );
}
