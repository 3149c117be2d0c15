/** A fault as sentences, with what caused it. */
export function explain(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  const text = fault.message || messageOfParts(fault) || codeOf(fault) || fault.name;
  return fault.cause === undefined ? text : `${text} Because: ${explain(fault.cause)}`;
}

/** Node reports a name with several addresses, none of which answers, as a fault without a message of its own. */
function messageOfParts(fault: Error): string {
  return fault instanceof AggregateError ? fault.errors.map(explain).join("; ") : "";
}

function codeOf(fault: Error): string {
  return "code" in fault && typeof fault.code === "string" ? fault.code : "";
}
