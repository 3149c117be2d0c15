import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Resend } from "resend";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PriceResult } from "../pricing.ts";
import { resend } from "./manifest.ts";
import { rules, shippedPrices } from "./testing/calls.ts";

/** The real SDK, whose requests are priced as they arrive: strictness must not refuse what the SDK writes. */
let server: Server;
let sdk: Resend;
let result: PriceResult | null = null;

async function priceArriving(request: IncomingMessage): Promise<PriceResult> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const { method = "", url = "", headers } = request;
  const [path = "", query = ""] = url.split("?");
  const endpoint = resend.match(method, path);
  if (endpoint === undefined) throw new Error(`${method} ${path} matches nothing`);
  const read = new Map(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  const arrived = { method, path, query, headers: read, body: Buffer.concat(chunks) };
  return resend.price(endpoint, arrived, {
    rules: { ...rules, assumedCallMicros: 5n },
    account: null,
    prices: shippedPrices,
  });
}

beforeAll(async () => {
  server = createServer(async (request, response) => {
    result = await priceArriving(request);
    response.setHeader("content-type", "application/json").end('{"id":"x","data":[]}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // listening on a port, never a pipe
  sdk = new Resend("vk_test", { baseUrl: `http://127.0.0.1:${port}` });
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const mail = {
  from: "Acme <a@acme.com>",
  to: ["ada@example.com"],
  subject: "Grüße, 100 %",
  html: "<p>é</p>",
};
const inbox = { inboxId: "5e" };
const thread = { ...inbox, threadId: "7a", emailId: "9c" };

const calls: ReadonlyArray<readonly [name: string, micros: bigint, call: () => Promise<unknown>]> = [
  [
    "emails.send with everything",
    3_600n,
    () =>
      sdk.emails.send(
        {
          ...mail,
          text: "Hi",
          cc: "Bob <bob@example.com>",
          bcc: ["eve@example.com", "dan@example.com"],
          replyTo: ["Support <help@acme.com>", "x@acme.com"],
          headers: { "X-Entity-Ref-ID": "123", "List-Unsubscribe": "<https://acme.com/u?a=1,2>" },
          tags: [{ name: "category", value: "confirm_email" }],
          attachments: [
            { filename: "a.txt", content: Buffer.from("hello"), contentType: "text/plain", contentId: "c1" },
            { filename: "b.pdf", path: "https://acme.com/b.pdf" },
          ],
          topicId: "t1",
          scheduledAt: "2026-12-01T08:00:00.000Z",
        },
        { idempotencyKey: "welcome-user/123456789" },
      ),
  ],
  [
    "emails.send by template",
    900n,
    () => sdk.emails.send({ to: "ada@example.com", template: { id: "t", variables: { n: 1, s: "x" } } }),
  ],
  [
    "batch.send",
    2_700n,
    () =>
      sdk.batch.send([mail, { ...mail, cc: "b@x.com", scheduledAt: "in 1 min" }], {
        batchValidation: "permissive",
        idempotencyKey: "b/1",
      }),
  ],
  ["emails.update", 0n, () => sdk.emails.update({ id: "e1", scheduledAt: "in 1 min" })],
  ["emails.cancel", 0n, () => sdk.emails.cancel("e1")],
  ["emails.share", 0n, () => sdk.emails.share("e1", { expiresIn: "1 day" })],
  ["emails.list", 0n, () => sdk.emails.list({ limit: 5, after: "e1" })],
  ["emails.metrics", 0n, () => sdk.emails.metrics({ metrics: ["sent", "bounced"], dimensions: ["period"] })],
  [
    "contacts.create",
    0n,
    () =>
      sdk.contacts.create({
        email: "a+b@x.com",
        firstName: "A",
        properties: { plan: "pro" },
        segments: [{ id: "s" }],
      }),
  ],
  ["contacts.get by address", 0n, () => sdk.contacts.get({ email: "ada+news@example.com" })],
  [
    "contacts.update by address",
    0n,
    () => sdk.contacts.update({ email: "ada@example.com", unsubscribed: true }),
  ],
  [
    "contacts.topics.update",
    0n,
    () =>
      sdk.contacts.topics.update({ email: "ada@example.com", topics: [{ id: "t", subscription: "opt_in" }] }),
  ],
  [
    "contacts.imports.create",
    0n,
    () =>
      sdk.contacts.imports.create({
        file: new Blob(["email\na@x.com"]),
        onConflict: "upsert",
        columnMap: { email: "email" },
      }),
  ],
  [
    "broadcasts.create, a draft",
    0n,
    () =>
      sdk.broadcasts.create({
        ...mail,
        segmentId: "s",
        name: "n",
        previewText: "p",
        replyTo: "r@acme.com",
        topicId: "t",
      }),
  ],
  [
    "broadcasts.create, sent",
    5n,
    () => sdk.broadcasts.create({ ...mail, segmentId: "s", send: true, scheduledAt: "in 1 min" }),
  ],
  ["broadcasts.send", 5n, () => sdk.broadcasts.send("b1", { scheduledAt: "in 1 min" })],
  ["broadcasts.update", 0n, () => sdk.broadcasts.update("b1", { subject: "s", replyTo: ["r@acme.com"] })],
  [
    "events.send",
    5n,
    () => sdk.events.send({ event: "user.created", email: "ada@example.com", payload: { a: 1 } }),
  ],
  ["events.create", 0n, () => sdk.events.create({ name: "user.created", schema: { plan: "string" } })],
  [
    "automations.create",
    5n,
    () =>
      sdk.automations.create({
        name: "n",
        status: "enabled",
        steps: [{ key: "t", type: "trigger", config: { eventName: "e" } }],
        connections: [],
      }),
  ],
  [
    "automations.create, disabled",
    0n,
    () => sdk.automations.create({ name: "n", status: "disabled", steps: [], connections: [] }),
  ],
  ["automations.stop", 0n, () => sdk.automations.stop("a1")],
  ["inboxes.create", 0n, () => sdk.inboxes.create({ emailAddress: "in@acme.com", name: "In" })],
  [
    "inboxes.threads.emails.forward",
    1_800n,
    () =>
      sdk.inboxes.threads.emails.forward({
        ...thread,
        to: "a@x.com",
        cc: ["b@x.com"],
        text: "FYI",
        attachments: [{ filename: "a", content: "aGk=" }],
      }),
  ],
  [
    "inboxes.threads.emails.reply",
    5n,
    () => sdk.inboxes.threads.emails.reply({ ...thread, text: "Hi", replyAll: true }),
  ],
  [
    "inboxes.drafts.send",
    5n,
    () => sdk.inboxes.drafts.send({ ...inbox, draftId: "d" }, { idempotencyKey: "k" }),
  ],
  [
    "inboxes.threads.search",
    0n,
    () => sdk.inboxes.threads.search({ ...inbox, query: "a b", from: ["a@x.com"], hasAttachment: true }),
  ],
  [
    "templates.create",
    0n,
    () =>
      Promise.resolve(
        sdk.templates.create({
          name: "n",
          html: "<p>{{{N}}}</p>",
          variables: [{ key: "N", type: "string" }],
        }),
      ),
  ],
  ["suppressions.batch.remove", 0n, () => sdk.suppressions.batch.remove({ emails: ["a@x.com"] })],
  ["segments.remove", 0n, () => sdk.segments.remove("s")],
  ["usage.get", 0n, () => sdk.usage.get()],
];

test.each(calls)("%s is taken, at %d micro-dollars", async (_name, micros, call) => {
  result = null;
  await call();
  expect(result).toMatchObject({ ok: true, request: { priceMicros: micros } });
});
