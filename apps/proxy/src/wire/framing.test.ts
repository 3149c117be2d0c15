import { describe, expect, it } from "vitest";
import { flawOfFraming } from "./framing.ts";

function judge(method: string, headers: Record<string, string>, httpVersion = "1.1") {
  return flawOfFraming({ method, httpVersion }, new Map(Object.entries(headers)));
}

describe("framing that passes", () => {
  it.each([
    ["GET", {}],
    ["GET", { "content-length": "0" }],
    ["POST", { "content-length": "12", connection: "keep-alive" }],
    ["POST", { "transfer-encoding": "chunked", connection: "Close" }],
    ["DELETE", { "content-length": "4" }],
  ])("%s %j", (method, headers) => {
    expect(judge(method, headers)).toBeNull();
  });
});

describe("framing that two servers could read differently", () => {
  it.each([
    ["POST", { "transfer-encoding": "gzip, chunked" }, 400],
    ["POST", { "transfer-encoding": "identity, chunked" }, 400],
    ["POST", { "transfer-encoding": "Chunked" }, 400],
    ["POST", { "transfer-encoding": "chunked", "content-length": "3" }, 400],
    ["POST", { "content-length": "+3" }, 400],
    ["POST", { "content-length": "3, 3" }, 400],
    ["POST", { trailer: "x-checksum" }, 400],
    ["GET", { "content-length": "5" }, 400],
    ["HEAD", { "transfer-encoding": "chunked" }, 400],
    ["POST", { connection: "authorization" }, 400],
    ["POST", { connection: "keep-alive, stripe-account" }, 400],
    ["POST", { expect: "100-continue" }, 417],
    ["GET", { upgrade: "h2c", connection: "upgrade" }, 501],
    ["TRACE", {}, 405],
    ["PURGE", {}, 405],
  ])("%s %j is refused with %i, and the connection closed", (method, headers, status) => {
    expect(judge(method, headers)).toMatchObject({ status, closes: true });
  });

  it("refuses HTTP/1.0, where neither chunks nor Host need be understood", () => {
    expect(judge("GET", {}, "1.0")).toMatchObject({ status: 505, closes: true });
  });

  it("refuses a compressed body, which could hide an amount or a bomb", () => {
    expect(judge("POST", { "content-encoding": "br" })).toMatchObject({ status: 415 });
  });
});
