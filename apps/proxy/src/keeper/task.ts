/** One piece of background work. */
export interface KeeperTask {
  readonly name: string;
  readonly everyMs: number;
  /** True where one process does it for all, by advisory lock; false for what each process does for itself. */
  readonly elected: boolean;
  readonly run: () => Promise<void>;
}
