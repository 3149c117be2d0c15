import { runningOwnerUrl } from "@keybrake/database/embedded";
import { Random, withOwner } from "@keybrake/database/seeding";
import { z } from "zod";
import type { Settings } from "../start/settings.ts";
import { seedHistory } from "./history.ts";
import { askRest } from "./rest.ts";
import { runAway } from "./runaway.ts";
import { DEMO_ZONE, type DemoLogin, makeDemoLogin, readDemoLogin } from "./tenant.ts";

const DAYS = 30;
const SEED = 20_261_125;
const credential = z.object({ id: z.string() });

/** Fills an organization with a month of history, once, and lets an agent run away in it until `signal`. */
export async function startDemo(
  settings: Settings,
  { say, signal }: { readonly say: (text: string) => void; readonly signal: AbortSignal },
): Promise<void> {
  const { dataFolder, dashboardUrl, proxyUrl } = settings;
  const ownerUrl = settings.databaseUrl ?? (await runningOwnerUrl(dataFolder));
  if (ownerUrl === undefined) throw new Error("the demo needs the database, which does not run");
  const login = readDemoLogin(dataFolder) ?? (await fill(ownerUrl, settings, say));
  say(`
The demo: an organization with a month of history, and an agent that runs away and is braked, live.

  Sign in at ${dashboardUrl}/sign-in
  E-mail    ${login.email}
  Password  ${login.password}
`);
  void runAway({ dashboardUrl, proxyUrl, token: login.serviceToken, signal });
}

async function fill(
  ownerUrl: string,
  { dataFolder, dashboardUrl }: Settings,
  say: (text: string) => void,
): Promise<DemoLogin> {
  say("Making the demo's organization and a month of its calls …");
  const started = performance.now();
  const login = await makeDemoLogin(ownerUrl, dataFolder);
  const sandbox = { vendor: "stripe", label: "Stripe sandbox", sandbox: true };
  const made = await askRest({ dashboardUrl, token: login.serviceToken }, "/credentials", sandbox);
  const tenant = {
    organizationId: login.organizationId,
    credentialId: credential.parse(made).id,
    zone: DEMO_ZONE,
  };
  const calls = await withOwner(ownerUrl, (client) =>
    seedHistory(client, tenant, { days: DAYS, now: new Date(), random: new Random(SEED) }),
  );
  say(`${calls} calls in ${((performance.now() - started) / 1000).toFixed(0)} s.`);
  return login;
}
