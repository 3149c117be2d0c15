/** What the product's processes may have of the environment that tests run in. */
export const inherited = { PATH: process.env.PATH, HOME: process.env.HOME };

const VARIABLE = "KEYBRAKE_TEST_PRODUCT";

/** Playwright's global set-up and its workers share nothing but the environment. */
export function writeShared(text: string): void {
  process.env[VARIABLE] = text;
}

export function readShared(): string {
  return process.env[VARIABLE] ?? "null";
}
