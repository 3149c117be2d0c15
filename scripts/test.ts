import { runChecks } from "./check/all.ts";
import { runCommand } from "./run-command.ts";
import { runJourneys } from "./test/journeys.ts";
import { runVitest } from "./test/vitest.ts";
import { build } from "./turbo.ts";

await runCommand(async () => {
  await build();
  const checksPassed = await runChecks();
  const tests = await runVitest();
  const journeys = await runJourneys();
  const passed = tests.passed + journeys.passed;
  const failed = tests.failed + journeys.failed + (checksPassed ? 0 : 1);
  if (!checksPassed) console.log("\nnpm run check fails, which counts as one failure.");
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
});
