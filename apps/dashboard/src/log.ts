/** How many causes of causes are told; a cycle of them must not fill the log. */
const CAUSES_MAX = 5;

/** One JSON line on standard error: what failed, and why as far down as the causes go. */
export function logFault(what: string, fault: { readonly faultId?: string; readonly cause: unknown }): void {
  const { faultId, cause } = fault;
  console.error(
    JSON.stringify({
      time: new Date().toISOString(),
      level: "error",
      what,
      faultId,
      causes: causesOf(cause),
    }),
  );
}

function causesOf(cause: unknown): object[] {
  const causes: object[] = [];
  for (let at = cause; at instanceof Error && causes.length < CAUSES_MAX; at = at.cause) {
    const code = "code" in at ? String(at.code) : undefined;
    causes.push({
      name: at.name,
      code,
      message: at.message.slice(0, 2_000),
      stack: at.stack?.slice(0, 4_000),
    });
  }
  return causes;
}
