/** Runs a command to its end and ends the process with its exit code, or with 1 and a sentence when it fails. */
export async function runCommand(command: () => Promise<number> | Promise<void>): Promise<never> {
  try {
    process.exit((await command()) ?? 0);
  } catch (fault) {
    console.error(explain(fault));
    process.exit(1);
  }
}

/** Our own refusals are sentences; of anything else the place matters. */
function explain(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  const text = fault.constructor === Error ? fault.message : (fault.stack ?? fault.message);
  return fault.cause === undefined ? text : `${text}\n  because: ${explain(fault.cause)}`;
}
