/** npm passes on the Ctrl-C that the terminal has sent us already: so soon, it is the same one. */
const SAME_SIGNAL_MS = 500;

/** Tells a request to stop from a second one, which means "at once". */
export function onStopSignals(stop: { readonly first: () => void; readonly second: () => void }): void {
  let firstAt: number | undefined;
  const onSignal = () => {
    const now = performance.now();
    if (firstAt === undefined) {
      firstAt = now;
      stop.first();
    } else if (now - firstAt > SAME_SIGNAL_MS) {
      stop.second();
    }
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
}
