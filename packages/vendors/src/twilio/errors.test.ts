import { describe, expect, it } from "vitest";
import { deny } from "./errors.ts";

describe("a denial", () => {
  it.each([
    [400, "denied_request", 20001],
    [401, "denied_revoked", 20003],
    [403, "denied_endpoint", 20403],
    [415, "denied_request", 20001],
    [429, "denied_daily_cap", 20429],
    [502, "denied_credential", 20500],
    [503, "ledger_unreachable", 20503],
  ])("of status %i has Twilio's shape and number, and the verdict in its details", (status, code, number) => {
    const denial = deny({ status, code, message: "Because.", path: "/" });
    expect(JSON.parse(denial.body)).toEqual({
      code: number,
      message: "Because.",
      more_info: `https://www.twilio.com/docs/errors/${number}`,
      status,
      details: { code },
    });
    expect(denial).toMatchObject({ status, reason: `Keybrake ${code.replaceAll("_", " ")}` });
    expect(denial.headers).toMatchObject({ "x-should-retry": "false", "content-type": "application/json" });
  });
});
