import { CircleAlert } from "lucide-react";

/** Why the whole of it could not be done. */
export function FormProblem({ detail }: { readonly detail: string | null }) {
  if (detail === null) return null;
  return (
    <p
      role="alert"
      tabIndex={-1}
      className="flex items-start gap-2 rounded-md bg-denied-soft px-3 py-2 text-sm text-denied outline-none"
    >
      <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
      {detail}
    </p>
  );
}
