/** What any process needs of the tester's own environment, and nothing else of it: a stray setting would be tested. */
export const inherited: Readonly<Record<string, string>> = {
  PATH: process.env.PATH ?? "",
  HOME: process.env.HOME ?? "",
  NODE_ENV: "production",
};

/** Repeats the choices of an earlier run; the machine's own timing does not repeat. */
export const chosenSeed = process.env.KEYBRAKE_TEST_SEED;

/** Nothing else runs here now: times are held against what is promised, not against what shows a fault anywhere. */
export const isQuietMachine = process.env.KEYBRAKE_TEST_QUIET === "1";

/** What a promised time is stretched by on a machine that other work shares, in milliseconds. */
export const busyMs = isQuietMachine ? 0 : 1_000;

/** Calls that race for caps: 20,000 take half a minute, the 200,000 of a release several. */
export const racedCalls = Number(process.env.KEYBRAKE_TEST_RACED_CALLS ?? 20_000);
