import { expect, test } from "vitest";
import { clients } from "./clients.ts";

test("stripe-node is pointed at the proxy by host, port and protocol", () => {
  const [node] = clients("https://proxy.example.com");
  expect(node?.code).toContain('host: "proxy.example.com"');
  expect(node?.code).toContain("port: 443");
  expect(node?.code).toContain('protocol: "https"');
});

test("no address of the Python package is left out: a forgotten one sends the vault key to Stripe", () => {
  const python = clients("http://127.0.0.1:4100").find(({ id }) => id === "python");
  for (const base of ["api", "files", "connect", "meter_events"]) expect(python?.code).toContain(`"${base}"`);
});
