export interface Counts {
  readonly passed: number;
  readonly failed: number;
}
