"use client";

import { useQueryClient } from "@tanstack/react-query";
import { LogIn } from "lucide-react";
import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useSyncExternalStore } from "react";
import { problemOf } from "../../trpc/problem.ts";
import { signInPath } from "./return-path.ts";

/**
 * Says that the session has ended, as soon as the server has said so to anything on the page. It leads back to here,
 * and leaves the page as it is until then: somebody may have typed into it.
 */
export function SignedOutNotice() {
  const path = usePathname();
  const search = useSearchParams().toString();
  const isOut = useIsSignedOut();
  return (
    <div aria-live="polite">
      {isOut ? (
        <p className="mb-4 flex flex-wrap items-center gap-2 rounded-md bg-held-soft px-3 py-2 text-sm text-held">
          <LogIn className="size-4 shrink-0" aria-hidden="true" />
          You are signed out.
          <a
            className="underline underline-offset-2"
            href={signInPath(search === "" ? path : `${path}?${search}`)}
          >
            Sign in and come back here
          </a>
        </p>
      ) : null}
    </div>
  );
}

function useIsSignedOut(): boolean {
  const queries = useQueryClient().getQueryCache();
  const subscribe = useCallback((listener: () => void) => queries.subscribe(listener), [queries]);
  return useSyncExternalStore(
    subscribe,
    () =>
      queries
        .getAll()
        .some(({ state: { error } }) => error !== null && problemOf(error).code === "signed_out"),
    () => false,
  );
}
