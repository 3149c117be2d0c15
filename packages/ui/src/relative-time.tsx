"use client";

import { useSyncExternalStore } from "react";
import { exactTime } from "./clock.ts";
import { relative } from "./relative.ts";

interface RelativeTimeProps {
  /** ISO 8601 */
  readonly at: string;
  /** The organization's zone, in which the exact time is given. */
  readonly zone: string;
  /** The server's time, ISO 8601, when it rendered this; without it the first paint shows the exact time. */
  readonly now?: string | undefined;
  readonly className?: string | undefined;
}

export function RelativeTime({ at, zone, now, className = "" }: RelativeTimeProps) {
  const moment = new Date(at);
  const exact = exactTime(moment, zone);
  // The store's value is the text itself, so a row renders again only when its words change.
  const words = useSyncExternalStore(
    onTick,
    () => relative(moment.getTime(), Date.now()),
    () => (now === undefined ? exact : relative(moment.getTime(), Date.parse(now))),
  );
  return (
    <time
      dateTime={moment.toISOString()}
      title={exact}
      className={`whitespace-nowrap tabular-nums ${className}`}
    >
      {words}
    </time>
  );
}

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One timer for all times on the page, and none when there are none. */
function onTick(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const tell of listeners) tell();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
