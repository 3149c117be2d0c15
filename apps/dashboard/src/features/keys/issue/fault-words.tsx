import type { FieldFault } from "./field-fault.ts";

export function FaultWords({ fault }: { readonly fault: FieldFault }) {
  const { message, suggestions } = fault;
  return suggestions.length === 0 ? message : `${message} Did you mean ${suggestions.join(", ")}?`;
}
