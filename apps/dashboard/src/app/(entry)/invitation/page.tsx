import { PASSWORD_RULE } from "@keybrake/api";
import { headers } from "next/headers";
import { Invitation } from "../../../features/entry/invitation.tsx";
import { readSession } from "../../../features/session/read-session.ts";

export const metadata = { title: "Invitation" };

export default async function Page() {
  const session = await readSession(await headers());
  return <Invitation signedInAs={session?.email ?? null} passwordRule={PASSWORD_RULE} />;
}
