/** What any process needs of the tester's own environment, and nothing else of it: a stray setting would be tested. */
export const inherited: Readonly<Record<string, string>> = {
  PATH: process.env.PATH ?? "",
  HOME: process.env.HOME ?? "",
  NODE_ENV: "production",
};

/** Repeats the choices of an earlier run; the machine's own timing does not repeat. */
export const chosenSeed = process.env.KEYBRAKE_TEST_SEED;
