import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Where the reader's clock stands; the server, which cannot know, says UTC. */
export function useBrowserZone(): string {
  return useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => "UTC",
  );
}

const none: readonly string[] = [];
let all: readonly string[] | undefined;

/** The zones that the reader's browser knows; none in the server's HTML, which would be four hundred names longer. */
export function useBrowserZones(): readonly string[] {
  return useSyncExternalStore(
    never,
    () => {
      all ??= Intl.supportedValuesOf("timeZone");
      return all;
    },
    () => none,
  );
}
