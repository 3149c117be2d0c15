import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { verdictStatus } from "@keybrake/policy";
import { Resend } from "resend";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deny } from "./errors.ts";

/** The real SDK against a server that answers every request with one denial. */
let server: Server;
let requests = 0;
const path = "/emails";
let denial = deny({ status: 403, code: "x", message: "x", path });
let resend: Resend;

beforeAll(async () => {
  server = createServer((request, response) => {
    requests += 1;
    request.resume().on("end", () => {
      response.writeHead(denial.status, denial.reason, denial.headers).end(denial.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // listening on a port, never a pipe
  resend = new Resend("vk_test", { baseUrl: `http://127.0.0.1:${port}` });
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const mail = { from: "a@acme.com", to: "ada@example.com", subject: "Hello", text: "Hi" };
const calls = {
  "a send": () => resend.emails.send(mail),
  "a batch": () => resend.batch.send([mail]),
  "a read": () => resend.emails.get("e1"),
};

describe.each(Object.entries(calls))("the Resend SDK, %s,", (_name, call) => {
  test.each([
    [400, "denied_request"],
    [401, "denied_revoked"],
    [403, "denied_endpoint"],
    [413, "denied_request"],
    [415, "denied_request"],
    [429, "denied_daily_cap"],
    [502, "denied_credential"],
    [503, "ledger_unreachable"],
    [504, "vendor_timeout"],
  ])("hands on %d %s as its error, after one request", async (status, code) => {
    denial = deny({ status, code, message: "The run has 1.00 USD left, the call costs 5.00 USD.", path });
    requests = 0;
    const { data, error } = await call();
    expect(data).toBeNull();
    expect(error).toEqual({
      statusCode: status,
      name: code,
      message: "The run has 1.00 USD left, the call costs 5.00 USD.",
    });
    expect(requests).toBe(1);
  });
});

test("a reason phrase is one short line of ASCII for every verdict", () => {
  for (const code of Object.keys(verdictStatus)) {
    expect(deny({ status: 403, code, message: "x", path }).reason).toMatch(/^[\x20-\x7e]{1,60}$/);
  }
});
