import { describe, expect, test } from "vitest";
import { clientIpOf } from "./client-ip.ts";

function request(forwarded?: string) {
  return {
    headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded },
    socket: { remoteAddress: "10.0.0.1" },
  };
}

describe("whose connection it is", () => {
  test("is told by the connection alone, whatever a client writes, where no load balancer is declared", () => {
    expect(clientIpOf(request("203.0.113.9"), 0)).toBe("10.0.0.1");
  });

  test("is what the outermost of our load balancers wrote; what stands further left is made up", () => {
    expect(clientIpOf(request("6.6.6.6, 203.0.113.9"), 1)).toBe("203.0.113.9");
    expect(clientIpOf(request("6.6.6.6, 203.0.113.9, 10.0.0.2"), 2)).toBe("203.0.113.9");
  });

  test("is the connection's where the header is missing, shorter than declared, or no address", () => {
    for (const forwarded of [undefined, "", "203.0.113.9", `${"x".repeat(65)}, 10.0.0.2`]) {
      expect(clientIpOf(request(forwarded), 2), forwarded).toBe("10.0.0.1");
    }
  });
});
