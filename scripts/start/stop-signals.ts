/** npm passes on the Ctrl-C that the terminal has sent us already: so soon, it is the same one. */
const SAME_SIGNAL_MS = 500;
const PARENT_POLL_MS = 500;

/** Tells a request to stop from a second one, which means "at once". An npm that is gone has asked us to stop as well. */
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
  if (process.env.npm_lifecycle_event !== undefined) onParentGone(onSignal);
}

/** Who kills npm with -9 expects what it ran to end; without npm nobody could say so any more. */
function onParentGone(stop: () => void): void {
  const parent = process.ppid;
  const poll = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(poll);
    stop();
  }, PARENT_POLL_MS);
  poll.unref();
}
