import { type DashboardEnv, readEnv } from "./env.ts";

let read: DashboardEnv | undefined;

/** The environment, read once at the first request: `next build` loads pages where there is none. */
export function settings(): DashboardEnv {
  read ??= readEnv();
  return read;
}
