/** What a part of Keybrake is doing, as far as this machine can tell. */
export type ServiceState = "running" | "not_ready" | "unreachable";

export interface Service {
  readonly name: string;
  readonly task: string;
  /** Where to reach it; null for what nobody has to. */
  readonly address: string | null;
  readonly state: ServiceState;
  /** What to do when it does not run. */
  readonly remedy: string;
}
