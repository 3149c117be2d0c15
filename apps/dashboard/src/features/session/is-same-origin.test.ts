import { describe, expect, test } from "vitest";
import { dashboardOrigin } from "./dashboard-origin.ts";
import { isSameOrigin } from "./is-same-origin.ts";

const PUBLIC = "https://keybrake.example.com";
const LOCAL = "http://127.0.0.1:3000";

const asks = (headers: Record<string, string>, address = PUBLIC) =>
  isSameOrigin({ headers: new Headers(headers) }, address);

describe("a request is taken for one of our own pages'", () => {
  test.each([
    [{ origin: PUBLIC }],
    [{ origin: PUBLIC, "sec-fetch-site": "same-origin" }],
    [{ origin: "null", "sec-fetch-site": "same-origin" }],
    [{ "sec-fetch-site": "same-origin" }],
  ])("with %j", (headers) => expect(asks(headers)).toBe(true));

  test("under any of this machine's names, where it is reached on this machine", () => {
    for (const name of ["127.0.0.1", "localhost", "[::1]"]) {
      expect(asks({ origin: `http://${name}:3000` }, LOCAL), name).toBe(true);
    }
  });
});

describe("a request is not", () => {
  test.each([
    [{}],
    [{ origin: "null" }],
    [{ origin: "https://evil.example.com" }],
    [{ origin: "http://keybrake.example.com" }],
    [{ origin: "https://keybrake.example.com:444" }],
    [{ origin: "https://keybrake.example.com.evil.example" }],
    [{ origin: "http://localhost" }],
    [{ origin: PUBLIC, "sec-fetch-site": "cross-site" }],
    [{ origin: PUBLIC, "sec-fetch-site": "same-site" }],
    [{ "sec-fetch-site": "none" }],
    [{ origin: "https://evil.example.com", "sec-fetch-site": "same-origin" }],
    [{ referer: `${PUBLIC}/`, host: "keybrake.example.com" }],
  ])("with %j", (headers) => expect(asks(headers)).toBe(false));

  test("from another port or scheme of this machine", () => {
    for (const origin of ["http://localhost:3001", "https://localhost:3000", "http://127.0.0.2:3000", "x"]) {
      expect(asks({ origin }, LOCAL), origin).toBe(false);
    }
  });
});

test("the Host header chooses among this machine's names and nothing else", () => {
  const origin = (host: string, address: string) => dashboardOrigin(new Headers({ host }), address);
  expect(origin("localhost:3000", LOCAL)).toBe("http://localhost:3000");
  for (const host of ["evil.example.com", "localhost:81", "localhost:3000@evil.example.com", ""]) {
    expect(origin(host, LOCAL), host).toBe(LOCAL);
  }
  expect(origin("evil.example.com", PUBLIC)).toBe(PUBLIC);
});
