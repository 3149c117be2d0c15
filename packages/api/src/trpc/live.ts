import { contextFor } from "./caller.ts";
import { procedure, refusalError, router } from "./trpc.ts";

/** Anybody of an organization may see that something changed in it. */
const WATCH = { access: { role: "auditor" } } as const;

/** How often the session is read again: who was signed out or removed hears nothing more after that. */
const RECHECK_MS = 15_000;

/** Tells a screen that there is something new to ask for; never what, so that asking is judged as always. */
export const liveRouter = router({
  changes: procedure.subscription(async function* ({ ctx, signal }) {
    const context = contextFor(ctx, WATCH);
    if (!context.ok) throw refusalError(context.problem);
    const { organizationId } = context.value;
    const changes = new Changes();
    const unsubscribe = ctx.live.subscribe(organizationId, () => changes.note());
    const stop = () => changes.end();
    signal?.addEventListener("abort", stop);
    const recheck = setInterval(() => {
      ctx.isStillIn(organizationId).then(
        (isIn) => (isIn ? undefined : stop()),
        () => undefined,
      );
    }, RECHECK_MS);
    try {
      // At once, so that what changed while the connection was being made is asked for.
      for (let sequence = 0; ; sequence += 1) {
        yield { sequence };
        if (!(await changes.next())) return;
      }
    } finally {
      clearInterval(recheck);
      signal?.removeEventListener("abort", stop);
      unsubscribe();
    }
  }),
});

/** Any number of changes while nobody was looking are one. */
class Changes {
  #changed = false;
  #ended = false;
  #wake: (() => void) | null = null;

  note(): void {
    this.#changed = true;
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** Resolves when something has changed; false at the end. */
  async next(): Promise<boolean> {
    while (!this.#changed && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#wake = null;
    this.#changed = false;
    return !this.#ended;
  }
}
