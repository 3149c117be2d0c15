import { describe, expect, test } from "vitest";
import { readSessionCookie, writeSessionCookie } from "./session-cookie.ts";

const session = { token: "t".repeat(43), expiresAt: new Date("2026-12-01T00:00:00Z") };

describe("the session's cookie", () => {
  test("is for this host alone and TLS, out of reach of scripts, and not sent with other sites' requests", () => {
    expect(writeSessionCookie(session, "https://keybrake.example.com")).toBe(
      `__Host-keybrake-session=${session.token}; Path=/; Expires=Tue, 01 Dec 2026 00:00:00 GMT; HttpOnly; SameSite=Lax; Secure`,
    );
  });

  test("does without TLS on this machine only", () => {
    for (const here of ["http://127.0.0.1:3000", "http://localhost:3000", "http://[::1]:3000"]) {
      expect(writeSessionCookie(session, here)).toMatch(/^keybrake-session=t+; Path=\/; .*SameSite=Lax$/);
    }
    expect(writeSessionCookie(session, "http://10.0.0.5:3000")).toMatch(/^__Host-.*Secure$/);
  });

  test("is taken away by one that has expired", () => {
    expect(writeSessionCookie(null, "http://127.0.0.1:3000")).toContain(
      "keybrake-session=; Path=/; Expires=Thu, 01 Jan 1970",
    );
  });

  test("is read from among others, and not where there are two, of which one was planted", () => {
    const read = (cookie: string) =>
      readSessionCookie(new Headers({ cookie }), "https://keybrake.example.com");
    expect(read("a=b; __Host-keybrake-session=abc; c=d")).toBe("abc");
    expect(read("keybrake-session=abc; x__Host-keybrake-session=abc")).toBeUndefined();
    expect(read("__Host-keybrake-session=abc; __Host-keybrake-session=def")).toBeUndefined();
  });
});
