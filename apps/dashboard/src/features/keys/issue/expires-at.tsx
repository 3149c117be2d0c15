"use client";

import { clockLabel, dayLabel } from "@keybrake/ui";
import { useSyncExternalStore } from "react";

const MINUTE_MS = 60_000;

/** When a key that is issued now would die, to the minute, in the organization's zone. */
export function ExpiresAt({ inMs, zone }: { readonly inMs: number; readonly zone: string }) {
  const minute = useSyncExternalStore(onMinute, thisMinute, () => null);
  if (minute === null) return "";
  const at = new Date(minute * MINUTE_MS + inMs);
  return `Issued now, until ${dayLabel(at, zone)}, ${clockLabel(at, zone)} ${zone}.`;
}

function thisMinute(): number {
  return Math.floor(Date.now() / MINUTE_MS);
}

function onMinute(listener: () => void): () => void {
  const timer = setInterval(listener, 5_000);
  return () => clearInterval(timer);
}
