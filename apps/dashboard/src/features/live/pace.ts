/** However long something takes, whoever asks for it again waits no longer than this. */
const PATIENCE_MS = 10_000;

export interface Paced {
  /** Does it as soon as the pace allows; any number of times asked meanwhile are one. */
  ask(): void;
  stop(): void;
}

/**
 * Does something whenever it is asked for, but begins it at most every so often and never while it is still being done:
 * what takes long would otherwise be begun again before it ends, and never end.
 */
export function paced(everyMs: number, work: () => Promise<unknown>): Paced {
  let lastBegan = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isBusy = false;
  let isAsked = false;
  const plan = () => {
    if (isBusy || !isAsked || timer !== null) return;
    timer = setTimeout(begin, Math.max(0, lastBegan + everyMs - Date.now()));
  };
  const begin = () => {
    timer = null;
    isAsked = false;
    isBusy = true;
    lastBegan = Date.now();
    const end = () => {
      isBusy = false;
      plan();
    };
    Promise.race([work(), wait(PATIENCE_MS)]).then(end, end);
  };
  return {
    ask: () => {
      isAsked = true;
      plan();
    },
    stop: () => {
      if (timer !== null) clearTimeout(timer);
      // Whatever is asked from now on waits for a timer that never comes.
      isBusy = true;
    },
  };
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
