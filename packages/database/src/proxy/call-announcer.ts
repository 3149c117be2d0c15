import { CALLS_CHANNEL, EVERY_ORGANIZATION, ORGANIZATIONS_MAX } from "../live/channels.ts";

export interface CallAnnouncerOptions {
  readonly queries: { query(text: string, values: readonly unknown[]): Promise<unknown> };
  readonly onError: (error: Error) => void;
}

/** At most ten announcements a second: each takes a lock over all of Postgres's commits that announce something. */
const EVERY_MS = 100;

/**
 * Tells the dashboards that organizations have new calls, some time after their commits and in a statement of its own. It
 * is a courtesy: an announcement that fails is not sent again, since the next call brings the next.
 */
export class CallAnnouncer {
  readonly #options: CallAnnouncerOptions;
  readonly #waiting = new Set<string>();
  #timer: NodeJS.Timeout | null = null;

  constructor(options: CallAnnouncerOptions) {
    this.#options = options;
  }

  /** Costs a call next to nothing: no more than to remember its organization. */
  note(organizationId: string): void {
    this.#waiting.add(organizationId);
    this.#timer ??= setTimeout(() => this.#round(), EVERY_MS).unref();
  }

  /** Where calls have changed and nobody knows whose. */
  noteEvery(): void {
    this.note(EVERY_ORGANIZATION);
  }

  /** Announces what still waits. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#announce().catch(() => undefined);
  }

  #round(): void {
    this.#announce()
      .catch((error: unknown) =>
        this.#options.onError(new Error("new calls were not announced", { cause: error })),
      )
      .finally(() => {
        // The next one is due a while after this one's answer: a slow Postgres is not asked ten times at once.
        this.#timer = null;
        if (this.#waiting.size > 0) this.#timer = setTimeout(() => this.#round(), EVERY_MS).unref();
      });
  }

  async #announce(): Promise<void> {
    const some = [...this.#waiting].slice(0, ORGANIZATIONS_MAX);
    for (const organizationId of some) this.#waiting.delete(organizationId);
    if (some.length > 0)
      await this.#options.queries.query("SELECT pg_notify($1, $2)", [CALLS_CHANNEL, some.join(" ")]);
  }
}
