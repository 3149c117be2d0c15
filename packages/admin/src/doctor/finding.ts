import { explain } from "../explain.ts";

export interface Finding {
  readonly status: "ok" | "warning" | "failure" | "skipped";
  /** What was looked at, in two or three words. */
  readonly check: string;
  /** What was found, and what to do about it. */
  readonly detail: string;
}

export function ok(check: string, detail: string): Finding {
  return { status: "ok", check, detail };
}

export function warning(check: string, detail: string): Finding {
  return { status: "warning", check, detail };
}

export function failure(check: string, detail: string): Finding {
  return { status: "failure", check, detail };
}

export function skipped(check: string, detail: string): Finding {
  return { status: "skipped", check, detail };
}

/** A check that cannot be made is a finding as well: the others still are. */
export async function look(
  check: string,
  find: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await find();
  } catch (fault) {
    return [failure(check, explain(fault))];
  }
}
