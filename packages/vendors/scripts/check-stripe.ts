/**
 * Fails with the list of calls that the installed `stripe` package makes and the catalogue does not have. A key that
 * allows one could not be issued, so nothing passes unjudged; but what an SDK's user calls is refused until it is listed.
 */
import { readSdkNames, sdkFolder } from "./sdk-calls.ts";
import { stripeCatalogue, unclassified } from "./stripe-catalogue.ts";

const calls = readSdkNames(sdkFolder);
// An SDK that is laid out another way would have no calls to complain of.
const problems =
  calls.length > stripeCatalogue.size / 2
    ? unclassified(calls)
    : [`only ${calls.length} calls were found in ${sdkFolder}`];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
