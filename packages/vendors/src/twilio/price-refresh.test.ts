import { describe, expect, it } from "vitest";
import type { VendorAnswer } from "../outcome.ts";
import { attach } from "./credential.ts";
import { priceItems } from "./price-items.ts";
import { priceRefresh } from "./price-refresh.ts";
import { createTwilioSandbox } from "./sandbox/twilio-sandbox.ts";
import { account } from "./testing/calls.ts";

const itemShape = /^[A-Za-z0-9][A-Za-z0-9_:*.-]{0,79}$/;
const answered = (value: unknown, status = 200): VendorAnswer => ({
  status,
  headers: new Map(),
  body: Buffer.from(JSON.stringify(value)),
});

describe("the shipped price book", () => {
  it("has every item once, by a name that the database takes, at a price", () => {
    expect(new Set(priceItems.map(({ item }) => item)).size).toBe(priceItems.length);
    for (const { item, title, micros } of priceItems) {
      expect(item).toMatch(itemShape);
      expect(title.length).toBeGreaterThan(5);
      expect(micros >= 0n && micros < 100_000_000n, item).toBe(true);
    }
  });

  it("has no price for every country, so that what nobody looked at is refused", () => {
    expect(priceItems.filter(({ item }) => item.endsWith(":*"))).toEqual([]);
  });

  it("says in words what it is for", () => {
    const titles = new Map(priceItems.map(({ item, title }) => [item, title]));
    expect(titles.get("sms:US")).toBe("SMS to United States, per segment");
    expect(titles.get("number:GB:mobile")).toBe("Phone number in United Kingdom (mobile), per month");
  });
});

describe("fetching an account's own prices", () => {
  const [sms, call, numbers] = priceRefresh.lookUps("US");

  it("asks the Pricing API three times for a country", () => {
    expect(
      priceRefresh
        .lookUps("GB")
        .map(({ outgoing, endpoint }) => [outgoing.origin + outgoing.target, endpoint.class]),
    ).toEqual([
      ["https://pricing.twilio.com/v1/Messaging/Countries/GB", "READ"],
      ["https://pricing.twilio.com/v2/Voice/Countries/GB", "READ"],
      ["https://pricing.twilio.com/v1/PhoneNumbers/Countries/GB", "READ"],
    ]);
    expect(priceRefresh.lookUps("../x")).toEqual([]);
    expect(priceRefresh.countries).toContain("JM");
  });

  it("takes the dearest carrier and sender of an SMS, and adds what carriers take", () => {
    const prices = (...all: string[]) =>
      all.map((price) => ({ number_type: "local", base_price: "9", current_price: price }));
    const carriers = [
      { carrier: "a", prices: prices("0.0079", "0.0083") },
      { carrier: "b", prices: prices("0.0075") },
    ];
    const answer = { iso_country: "US", price_unit: "USD", outbound_sms_prices: carriers };
    expect(sms && priceRefresh.read(sms, answered(answer))).toEqual([
      { item: "sms:US", title: "SMS to United States, per segment", micros: 8_300n + 5_500n },
    ]);
  });

  it("takes the dearest network of a call, premium numbers included", () => {
    const prefixes = [{ current_price: "0.0140" }, { current_price: "1.70005" }, { current_price: "0.02" }];
    const answer = { iso_country: "US", price_unit: "usd", outbound_prefix_prices: prefixes };
    expect(call && priceRefresh.read(call, answered(answer))).toMatchObject([
      { item: "call:US", micros: 1_700_050n },
    ]);
  });

  it("takes the month of each type of number", () => {
    const prices = [
      { number_type: "local", current_price: "1.15" },
      { number_type: "toll free", current_price: "2.15" },
      { number_type: "space", current_price: "9" },
    ];
    const answer = { iso_country: "US", price_unit: "USD", phone_number_prices: prices };
    expect(numbers && priceRefresh.read(numbers, answered(answer))).toMatchObject([
      { item: "number:US:local", micros: 1_150_000n },
      { item: "number:US:toll-free", micros: 2_150_000n },
    ]);
  });

  it("takes nothing from what is in another unit, of another country, or in error", () => {
    const answer = { iso_country: "US", price_unit: "USD", outbound_prefix_prices: [{ current_price: "1" }] };
    if (call === undefined) throw new Error("no look-up");
    expect(priceRefresh.read(call, answered({ ...answer, price_unit: "EUR" }))).toBeNull();
    expect(priceRefresh.read(call, answered({ ...answer, iso_country: "CA" }))).toBeNull();
    expect(priceRefresh.read(call, answered(answer, 500))).toBeNull();
    expect(priceRefresh.read(call, { status: 200, headers: new Map(), body: null })).toBeNull();
    expect(priceRefresh.read(call, answered({}, 404))).toEqual([]);
    expect(
      priceRefresh.read(
        call,
        answered({ ...answer, outbound_prefix_prices: [{ current_price: "1" }, { current_price: null }] }),
      ),
    ).toEqual([]);
  });

  it("makes of the sandbox's own list prices that cover what it takes", () => {
    const sandbox = createTwilioSandbox();
    const headers = Object.fromEntries(attach({ account_sid: account, auth_token: "sandbox_0123456789ab" }));
    const items = ["GB", "JM"].flatMap((country) =>
      priceRefresh.lookUps(country).flatMap((lookUp) => {
        const path = `/pricing.twilio.com${lookUp.outgoing.target}`;
        const reception = sandbox.receive({ method: "GET", path, query: "", headers, body: Buffer.alloc(0) });
        if (reception.kind !== "accepted") return [];
        const { status, body } = reception.execution.run();
        return priceRefresh.read(lookUp, { status, headers: new Map(), body: Buffer.from(body) }) ?? [];
      }),
    );
    expect(items.map(({ item }) => item)).toEqual([
      "sms:GB",
      "call:GB",
      "number:GB:local",
      "number:GB:mobile",
      "sms:JM",
      "call:JM",
    ]);
  });
});
