import { expect, test } from "vitest";
import type { FaultKind } from "../../sandbox/faults.ts";
import { withSandbox } from "./sandbox.fixture.ts";

const mail = { from: "a@acme.com", to: "ada@example.com", subject: "Hello", text: "Hi" };

const table: ReadonlyArray<[FaultKind, { moves: boolean; name: string | null }]> = [
  ["decline", { moves: false, name: "validation_error" }],
  ["rate_limit", { moves: false, name: "rate_limit_exceeded" }],
  ["conflict", { moves: false, name: "concurrent_idempotent_requests" }],
  ["server_error", { moves: false, name: "internal_server_error" }],
  ["slow", { moves: true, name: null }],
  ["reset", { moves: false, name: "application_error" }],
  ["reset_mid_answer", { moves: true, name: "application_error" }],
  ["truncated", { moves: true, name: "application_error" }],
  ["garbage", { moves: true, name: "application_error" }],
  ["gzip", { moves: true, name: null }],
  ["echo_credential", { moves: true, name: null }],
  ["moved_after_reset", { moves: true, name: "application_error" }],
  ["moved_after_error", { moves: true, name: "internal_server_error" }],
];

test.each(table)("%s does what the table says, once, by scenario and by tag", (fault, { moves, name }) =>
  withSandbox(async (sandbox, resend) => {
    sandbox.scenario({ vendor: "resend", match: { method: "POST", path_prefix: "/emails" }, fault });
    const asked = { ...mail, tags: [{ name: "sandbox", value: `${fault}-1` }] };
    for (const [index, body] of [mail, asked].entries()) {
      const { error } = await resend.emails.send(body);
      expect(error?.name ?? null).toBe(name);
      expect(sandbox.log()[index]).toMatchObject({ fault, executed: moves });
    }
    expect((await resend.emails.send(mail)).error).toBeNull();
  }),
);

test("after a fault that moved nothing the key is free, after one that moved the answer is repeated", () =>
  withSandbox(async (sandbox, resend) => {
    for (const [fault, executed] of [
      ["reset", 1],
      ["moved_after_reset", 1],
      ["server_error", 1],
      ["moved_after_error", 1],
    ] as const) {
      sandbox.reset();
      sandbox.scenario({ vendor: "resend", fault });
      expect((await resend.emails.send(mail, { idempotencyKey: "k" })).error).not.toBeNull();
      expect((await resend.emails.send(mail, { idempotencyKey: "k" })).error).toBeNull();
      expect([fault, sandbox.state().executed]).toEqual([fault, executed]);
    }
  }));
