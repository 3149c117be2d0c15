import { randomBytes, randomUUID } from "node:crypto";
import type { Call } from "./call.ts";
import { textOf } from "./reading.ts";
import { missingField, type Reply, success } from "./replies.ts";
import { route } from "./routes.ts";

const domain = {
  id: "d91cd9bd-1176-453e-8fc1-35364d380206",
  name: "example.com",
  status: "verified",
  region: "us-east-1",
  created_at: "2026-01-01T00:00:00.000Z",
  capabilities: { sending: "enabled", receiving: "disabled" },
};

/** Answers with a secret, as the real one does: no vault key may ever get here. */
function createApiKey(call: Call): Reply {
  if (textOf(call.fields.name) === null) return missingField("name");
  const id = randomUUID();
  return success(id, { id, token: `re_sandbox_${randomBytes(12).toString("hex")}` });
}

/** An event runs the automations that wait for it; this account has one, which mails the contact once. */
function sendEvent(call: Call): Reply {
  const event = textOf(call.fields.event);
  if (event === null) return missingField("event");
  call.moved("out", 1);
  return success(null, { object: "event", event });
}

function usage(call: Call): Reply {
  const used = call.account.emails
    .filter(({ isCanceled }) => !isCanceled)
    .reduce((sum, { recipients }) => sum + recipients, 0);
  const counts = { used, sent: used, received: 0, resets_at: "2026-12-01T00:00:00.000Z" };
  return success(null, {
    object: "usage",
    emails: { daily: { ...counts, limit: null }, monthly: { ...counts, limit: 50_000 } },
  });
}

export const organizationRoutes = [
  route("GET /domains", () => success(null, { object: "list", has_more: false, data: [domain] })),
  route("GET /domains/{id}", () => success(domain.id, { object: "domain", ...domain, records: [] })),
  route("POST /api-keys", createApiKey),
  route("GET /api-keys", () => success(null, { object: "list", has_more: false, data: [] })),
  route("POST /events/send", sendEvent),
  route("GET /usage", usage),
];
