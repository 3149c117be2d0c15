import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleQuestionMark,
  Hourglass,
  type LucideIcon,
  Power,
  PowerOff,
  TimerOff,
  Undo2,
} from "lucide-react";
import { Badge, type Tone } from "./badge.tsx";

export type CallState = "denied" | "held" | "settled" | "released" | "accrued" | "unknown";
export type KeyState = "active" | "expired" | "revoked";

interface Look {
  readonly icon: LucideIcon;
  readonly word: string;
  readonly tone: Tone;
  readonly meaning: string;
}

const LOOKS: Record<CallState | KeyState, Look> = {
  denied: {
    icon: Ban,
    word: "Denied",
    tone: "denied",
    meaning: "Refused before the vendor heard of it; costs nothing",
  },
  held: {
    icon: Hourglass,
    word: "Held",
    tone: "held",
    meaning: "In flight; its price counts against the caps",
  },
  settled: { icon: CircleCheck, word: "Settled", tone: "allowed", meaning: "The cost is known and final" },
  released: {
    icon: Undo2,
    word: "Released",
    tone: "neutral",
    meaning: "Nothing happened at the vendor; costs nothing",
  },
  accrued: {
    icon: CircleDashed,
    word: "Accrued",
    tone: "held",
    meaning: "Done, final cost not known yet; counts against the caps",
  },
  unknown: {
    icon: CircleQuestionMark,
    word: "Unknown",
    tone: "held",
    meaning: "Sent, or possibly sent, without an answer; counts against the caps until somebody finds out",
  },
  active: { icon: Power, word: "Active", tone: "allowed", meaning: "Can be used" },
  expired: { icon: TimerOff, word: "Expired", tone: "neutral", meaning: "Its time is over" },
  revoked: { icon: PowerOff, word: "Revoked", tone: "denied", meaning: "Was ended by somebody, for good" },
};

interface StateBadgeProps {
  /** Of a call, or of a vault key. */
  readonly state: CallState | KeyState;
}

export function StateBadge({ state }: StateBadgeProps) {
  return <Badge {...LOOKS[state]} />;
}
