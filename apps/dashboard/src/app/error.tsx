"use client";

import { ErrorState } from "@keybrake/ui";
import { Brand } from "../features/shell/brand.tsx";

interface FailedProps {
  /** Asks the server for the page once more, and leaves what stands around it. */
  readonly retry: () => void;
}

/** A page that failed where it was made: most likely the database did not answer. The server's log says why. */
export default function PageFailed({ retry }: FailedProps) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-6 px-4 py-10">
      <Brand />
      <ErrorState title="This page could not be made" onRetry={retry}>
        The database did not answer, or something failed. What agents may do is decided by the proxy, which
        refuses every call that it cannot count.
      </ErrorState>
    </main>
  );
}
