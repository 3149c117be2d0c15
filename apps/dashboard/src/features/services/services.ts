/** What a part of Keybrake is doing, as far as this machine can tell. */
export type ServiceState = "running" | "not_ready" | "unreachable";

export interface Service {
  readonly name: string;
  readonly task: string;
  readonly address: string;
  readonly state: ServiceState;
  /** What to do when it does not run. */
  readonly remedy: string;
}
