import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPublicAddress } from "./public-address.ts";

describe("an address that a vendor of one's own may have", () => {
  it.each([
    "1.1.1.1",
    "8.8.8.8",
    "93.184.216.34",
    "172.15.255.255",
    "172.32.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "192.167.255.255",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "2606:4700:4700::1111",
    "2a00:1450:4001:830::200e",
    "2001:4860:4860::8888",
    "2620:0:2d0:200::7",
  ])("is %s", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    ["0.0.0.0", "this network"],
    ["0.1.2.3", "this network"],
    ["10.0.0.1", "private"],
    ["10.255.255.255", "private"],
    ["100.64.0.1", "carrier-grade NAT"],
    ["100.100.100.200", "Alibaba's metadata"],
    ["100.127.255.255", "carrier-grade NAT"],
    ["127.0.0.1", "loopback"],
    ["127.255.255.254", "loopback"],
    ["168.63.129.16", "Azure's metadata"],
    ["169.254.169.254", "metadata"],
    ["172.16.0.1", "private"],
    ["172.31.255.255", "private"],
    ["192.0.0.192", "Oracle's metadata"],
    ["192.0.2.1", "documentation"],
    ["192.88.99.1", "6to4 relay"],
    ["192.168.1.1", "private"],
    ["198.18.0.1", "benchmark"],
    ["198.19.255.255", "benchmark"],
    ["198.51.100.1", "documentation"],
    ["203.0.113.1", "documentation"],
    ["224.0.0.1", "multicast"],
    ["239.255.255.255", "multicast"],
    ["240.0.0.1", "reserved"],
    ["255.255.255.255", "broadcast"],
    ["::", "unspecified"],
    ["::1", "loopback"],
    ["::127.0.0.1", "v4-compatible"],
    ["::ffff:127.0.0.1", "v4-mapped"],
    ["::ffff:8.8.8.8", "v4-mapped, of a public one too"],
    ["::ffff:0:127.0.0.1", "v4-translated"],
    ["64:ff9b::7f00:1", "NAT64"],
    ["64:ff9b:1::a00:1", "local NAT64"],
    ["100::1", "discard"],
    ["2001::1", "Teredo"],
    ["2001:0:7f00:1::", "Teredo"],
    ["2001:2::1", "benchmark"],
    ["2001:10::1", "ORCHID"],
    ["2001:20::1", "ORCHID 2"],
    ["2001:db8::1", "documentation"],
    ["2002:7f00:1::", "6to4 of loopback"],
    ["2002:a00:1::1", "6to4 of a private one"],
    ["3fff::1", "documentation"],
    ["5f00::1", "segment routing"],
    ["fc00::1", "unique local"],
    ["fd00:ec2::254", "AWS's metadata"],
    ["fe80::1", "link-local"],
    ["fe80::1%eth0", "link-local with a zone"],
    ["2606:4700::1%eth0", "a zone"],
    ["fec0::1", "site-local"],
    ["ff02::1", "multicast"],
    ["0177.0.0.1", "octal"],
    ["0x7f.0.0.1", "hexadecimal"],
    ["2130706433", "one number"],
    ["127.1", "short"],
    ["１.1.1.1", "fullwidth"],
    ["[2606:4700:4700::1111]", "in brackets"],
    ["localhost", "a name"],
    ["", "nothing"],
  ])("is not %s (%s)", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it("is none that a second reading of the registries finds special, for any address", () => {
    const property = fc.property(fc.ipV4(), (address) => {
      if (isPublicAddress(address)) expect(specialV4(address)).toBe(false);
    });
    fc.assert(property, { numRuns: 5_000 });
    const v6 = fc.property(fc.ipV6(), (address) => {
      // Written out by the URL parser, which is not the parser under test.
      const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
      if (isPublicAddress(address)) expect(canonical).toMatch(/^[23][0-9a-f]{3}:/);
    });
    fc.assert(v6, { numRuns: 2_000 });
  });
});

/** By arithmetic, where the product has a list of blocks. */
function specialV4(address: string): boolean {
  const [a = 0, b = 0] = address.split(".").map(Number);
  return (
    a === 0 ||
    a === 10 ||
    a === 127 ||
    a >= 224 ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 198 && (b === 18 || b === 19))
  );
}
