import { beforeEach, describe, expect, test } from "vitest";
import type { CallToHold, Settlement } from "../port.ts";
import { LedgerModel } from "./ledger-model.ts";
import { callToHold, ledgerRow, noon, organizationId, settlement } from "./testing/fixtures.ts";

let ledger: LedgerModel;
const retryHash = Buffer.from("intent");
const tomorrow = new Date("2026-06-16T01:00:00Z");

beforeEach(() => {
  ledger = new LedgerModel();
  ledger.addKey({ organizationId, vaultKeyId: "key" }, ledgerRow());
  ledger.addKey({ organizationId, vaultKeyId: "other" }, ledgerRow());
});

function hold(id: string, over: Partial<CallToHold> = {}, now = noon) {
  return ledger.hold(callToHold({ id, ...over }), { now, instanceId: "proxy" });
}

function settle(callId: string, over: Partial<Settlement> = {}) {
  ledger.settle(settlement({ callId, ...over }));
}

const call = (id: string) => ledger.calls().find((one) => one.id === id);

/** `day spent + day held, run spent + run held, overage`. */
function counted(vaultKeyId = "key"): string {
  const row = ledger.key(organizationId, vaultKeyId);
  const day = `${row.daySpentMicros}+${row.dayHeldMicros}`;
  return `${day}, ${row.runSpentMicros}+${row.runHeldMicros}, ${row.overageMicros}`;
}

const object = (totalMicros: bigint, status: "open" | "closed" | "canceled" = "open") => ({
  object: { id: "pi_1", totalMicros, status },
});

describe("a call", () => {
  test("holds its price until it is settled, and then spends its cost", () => {
    expect(hold("a")).toMatchObject({
      verdict: "allowed",
      heldMicros: 10n,
      dayLeftMicros: 990n,
      runLeftMicros: null,
    });
    expect(counted()).toBe("0+10, 0+10, 0");
    settle("a", { costMicros: 7n });
    expect(counted()).toBe("7+0, 7+0, 0");
    expect(call("a")).toMatchObject({ state: "settled", heldMicros: 10n, costMicros: 7n });
  });

  test("gives its hold back when it is released", () => {
    hold("a");
    settle("a", { state: "released" });
    expect(counted()).toBe("0+0, 0+0, 0");
    expect(call("a")).toMatchObject({ state: "released", costMicros: 0n });
  });

  test("goes on being held at its cost while it is accrued, and whole while it is unknown", () => {
    hold("a");
    settle("a", { state: "accrued", costMicros: 6n });
    hold("b");
    settle("b", { state: "unknown" });
    expect(counted()).toBe("0+16, 0+16, 0");
    expect(call("a")?.costMicros).toBeNull();
    settle("a", { costMicros: 5n });
    settle("b", { state: "released" });
    expect(counted()).toBe("5+0, 5+0, 0");
  });

  test("that costs more than it held is counted in full, as overage, and blocks the key", () => {
    hold("a");
    settle("a", { costMicros: 12n });
    expect(counted()).toBe("12+0, 12+0, 2");
    expect(hold("b", { priceMicros: 1n })).toMatchObject({
      verdict: "denied_daily_cap",
      dayLeftMicros: 988n,
    });
    expect(hold("c", { priceMicros: 0n }).verdict).toBe("allowed");
  });

  test("that accrues above its hold has the excess as overage, once", () => {
    hold("a");
    settle("a", { state: "accrued", costMicros: 12n });
    expect(counted()).toBe("0+12, 0+12, 2");
    settle("a", { costMicros: 12n });
    expect(counted()).toBe("12+0, 12+0, 2");
  });

  test("of an earlier day is settled in the run's counters only", () => {
    hold("a");
    hold("b", { priceMicros: 0n }, tomorrow);
    settle("a");
    expect(counted()).toBe("0+0, 10+0, 0");
  });

  test("of an unknown key is a fault", () => {
    expect(() => hold("a", { vaultKeyId: "nobody" })).toThrow(/has no/);
  });

  test("is settled by its own key only", () => {
    hold("a");
    settle("a", { vaultKeyId: "other" });
    expect(counted()).toBe("0+10, 0+10, 0");
  });

  test("under an id that is taken is a fault: a late commit collides with what voided it", () => {
    ledger.void([{ callId: "a", organizationId, vaultKeyId: "key", credentialId: "credential" }]);
    expect(() => hold("a")).toThrow(/already/);
    expect(counted()).toBe("0+0, 0+0, 0");
  });
});

test("voiding gives a hold back, and leaves what is known to have been sent", () => {
  for (const id of ["a", "b", "c"]) hold(id);
  settle("b", { state: "unknown" });
  settle("c");
  const doubt = (callId: string) => ({
    callId,
    organizationId,
    vaultKeyId: "key",
    credentialId: "credential",
  });
  ledger.void(["a", "b", "c"].map(doubt));
  expect(["a", "b", "c"].map((id) => call(id)?.state)).toEqual(["released", "unknown", "settled"]);
  expect(counted()).toBe("10+10, 10+10, 0");
});

test("a dead proxy's open holds become unknown and stay counted; others' stay held", () => {
  hold("a");
  ledger.hold(callToHold({ id: "b" }), { now: noon, instanceId: "living" });
  ledger.reap("proxy");
  expect(["a", "b"].map((id) => call(id)?.state)).toEqual(["unknown", "held"]);
  expect(counted()).toBe("0+20, 0+20, 0");
});

test("a key without a daily and a run cap is a fault", () => {
  const key = { organizationId, vaultKeyId: "boundless" };
  expect(() => ledger.addKey(key, ledgerRow({ dailyCapMicros: null }))).toThrow(/cap/);
});

describe("a retry", () => {
  beforeEach(() => {
    hold("first", { retryHash });
  });

  test("of an open or settled call holds nothing and counts no call", () => {
    for (const [id, state] of [
      ["b", "unknown"],
      ["c", "settled"],
    ] as const) {
      expect(hold(id, { retryHash })).toMatchObject({
        verdict: "allowed",
        heldMicros: 0n,
        neededMicros: 0n,
        attachedTo: "first",
      });
      settle("first", { state });
    }
    expect(hold("d", { retryHash }).attachedTo).toBe("first");
    expect(ledger.key(organizationId, "key").calls).toBe(1);
  });

  test("attaches only under the same key, and for 23 hours", () => {
    const justIn = new Date(noon.getTime() + 23 * 3_600_000 - 1);
    expect(hold("a", { retryHash, vaultKeyId: "other" }).attachedTo).toBeNull();
    expect(hold("b", { retryHash }, justIn).attachedTo).toBe("first");
    expect(hold("c", { retryHash }, new Date(justIn.getTime() + 1))).toMatchObject({
      attachedTo: null,
      heldMicros: 10n,
    });
    expect(hold("d", { retryHash }, new Date(justIn.getTime() + 1)).attachedTo).toBe("c");
  });

  test("of a released or denied call is a new spend", () => {
    settle("first", { state: "released" });
    expect(hold("b", { retryHash })).toMatchObject({ attachedTo: null, heldMicros: 10n });
    const denied = Buffer.from("denied");
    hold("c", { retryHash: denied, refused: "denied_endpoint" });
    expect(hold("d", { retryHash: denied })).toMatchObject({ attachedTo: null, heldMicros: 10n });
  });

  test("of a revoked key is denied", () => {
    ledger.revoke(organizationId, "key", noon);
    expect(hold("b", { retryHash })).toMatchObject({
      verdict: "denied_revoked",
      attachedTo: null,
      neededMicros: 10n,
    });
  });

  test("keeps the first call's hold until it has ended itself", () => {
    hold("b", { retryHash });
    hold("c", { retryHash });
    settle("first", { state: "released" });
    expect(counted()).toBe("0+10, 0+10, 0");
    settle("b", { state: "released" });
    settle("c", { state: "unknown" });
    expect(counted()).toBe("0+10, 0+10, 0");
    settle("c", { state: "released" });
    expect(counted()).toBe("0+0, 0+0, 0");
    expect(call("first")).toMatchObject({ state: "released", releasePending: false });
  });

  test("keeps a voided first call's hold as well: it is on its way itself", () => {
    hold("b", { retryHash });
    ledger.void([{ callId: "first", organizationId, vaultKeyId: "key", credentialId: "credential" }]);
    expect(counted()).toBe("0+10, 0+10, 0");
    settle("b", { costMicros: 10n });
    expect(counted()).toBe("10+0, 10+0, 0");
  });

  test("that was answered by a repetition costs nothing and leaves the first as it is", () => {
    hold("b", { retryHash });
    settle("b", { replayed: true, costMicros: 0n, parsedMicros: 10n });
    expect(counted()).toBe("0+10, 0+10, 0");
    expect(call("b")).toMatchObject({ state: "settled", costMicros: 0n });
  });

  test("that is on its way keeps the hold of a first call that was answered by a repetition: of the retry itself", () => {
    hold("b", { retryHash });
    settle("first", { replayed: true, costMicros: 0n });
    expect(counted()).toBe("0+10, 0+10, 0");
    settle("b");
    expect(counted()).toBe("10+0, 10+0, 0");
    expect(call("first")).toMatchObject({ state: "released", costMicros: 0n });
  });

  test("that was answered by a repetition tells what became of an unknown first call", () => {
    settle("first", { state: "unknown" });
    hold("b", { retryHash });
    settle("b", { replayed: true, costMicros: 0n, parsedMicros: 9n });
    expect(call("first")).toMatchObject({ state: "settled", costMicros: 9n });
    expect(call("b")).toMatchObject({ state: "settled", costMicros: 0n });
    expect(counted()).toBe("9+0, 9+0, 0");
  });

  test("whose repetition says no amount settles an unknown first call at all that it holds", () => {
    settle("first", { state: "unknown" });
    hold("b", { retryHash });
    settle("b", { replayed: true, costMicros: 0n });
    expect(call("first")).toMatchObject({ state: "settled", costMicros: 10n });
  });

  test("whose repetition says that nothing happened releases an unknown first call", () => {
    settle("first", { state: "unknown" });
    hold("b", { retryHash });
    settle("b", { state: "released", replayed: true });
    expect(call("first")?.state).toBe("released");
    expect(counted()).toBe("0+0, 0+0, 0");
  });

  test("whose repetition names an object counts it for the unknown first call", () => {
    settle("first", { state: "unknown" });
    hold("b", { retryHash });
    settle("b", { state: "accrued", replayed: true, costMicros: 0n, ...object(10n) });
    expect(call("first")).toMatchObject({ state: "settled", costMicros: 10n });
    expect(hold("c", { continuesObjectId: "pi_1" }).heldMicros).toBe(0n);
  });

  test("that the vendor took for the original is paid by the first call's hold, in the first's day", () => {
    hold("b", { retryHash }, tomorrow);
    settle("b", { costMicros: 8n });
    expect(call("first")).toMatchObject({ state: "held", heldMicros: 0n });
    expect(call("b")).toMatchObject({
      state: "settled",
      heldMicros: 10n,
      costMicros: 8n,
      windowDay: "2026-06-15",
    });
    expect(counted()).toBe("0+0, 8+0, 0");
    settle("first", { replayed: true, costMicros: 0n });
    expect(counted()).toBe("0+0, 8+0, 0");
  });

  test("that the vendor executed beside an answered first call is overage", () => {
    settle("first", { state: "accrued" });
    hold("b", { retryHash });
    settle("b");
    expect(counted()).toBe("10+10, 10+10, 10");
  });

  test("that accrued is settled later without touching the first call again", () => {
    hold("b", { retryHash });
    hold("c", { retryHash });
    settle("b", { state: "accrued" });
    settle("b");
    expect(call("first")).toMatchObject({ openAttempts: 1, heldMicros: 0n });
    expect(counted()).toBe("10+0, 10+0, 0");
  });

  test("keeps the key's row as it is but for the day", () => {
    hold("b", { retryHash }, tomorrow);
    expect(ledger.key(organizationId, "key")).toMatchObject({
      windowDay: "2026-06-16",
      dayHeldMicros: 0n,
      runHeldMicros: 10n,
    });
  });
});

describe("a repetition", () => {
  test("of what another key's call did costs this one nothing", () => {
    hold("a");
    settle("a", { state: "accrued", replayed: true, costMicros: 0n, parsedMicros: 10n, ...object(10n) });
    expect(call("a")).toMatchObject({ state: "settled", costMicros: 0n });
    expect(ledger.countedMicros(organizationId, "credential", "pi_1")).toBe(0n);
  });

  test("frees nothing where no answer came after all", () => {
    hold("first", { retryHash });
    hold("b", { retryHash });
    settle("first", { state: "unknown", replayed: true });
    expect(call("first")).toMatchObject({ state: "unknown", releasePending: false });
  });

  test("frees nothing that is accrued", () => {
    hold("a");
    settle("a", { state: "accrued" });
    settle("a", { replayed: true, costMicros: 0n });
    expect(counted()).toBe("0+10, 0+10, 0");
  });
});

describe("an object", () => {
  beforeEach(() => {
    hold("create");
    settle("create", { state: "accrued", ...object(10n) });
  });

  test("costs the calls that continue it only the difference, on whichever key", () => {
    expect(hold("confirm", { continuesObjectId: "pi_1" })).toMatchObject({
      heldMicros: 0n,
      neededMicros: 0n,
    });
    expect(
      hold("raise", { vaultKeyId: "other", continuesObjectId: "pi_1", priceMicros: 25n }).heldMicros,
    ).toBe(15n);
    settle("raise", { vaultKeyId: "other", state: "accrued", ...object(25n) });
    expect(hold("again", { continuesObjectId: "pi_1", priceMicros: 25n }).heldMicros).toBe(0n);
    expect([counted(), counted("other")]).toEqual(["0+10, 0+10, 0", "0+15, 0+15, 0"]);
  });

  test("of another credential is another object", () => {
    expect(hold("b", { continuesObjectId: "pi_1", credentialId: "else" }).heldMicros).toBe(10n);
  });

  test("that is closed makes final what its calls hold, each on its own key", () => {
    hold("raise", { vaultKeyId: "other", continuesObjectId: "pi_1", priceMicros: 25n });
    settle("raise", { vaultKeyId: "other", state: "accrued", ...object(25n) });
    hold("capture", { priceMicros: 25n, continuesObjectId: "pi_1" });
    settle("capture", object(25n, "closed"));
    expect([counted(), counted("other")]).toEqual(["10+0, 10+0, 0", "15+0, 15+0, 0"]);
  });

  test("that is canceled gives back what its calls hold, once, and the cancelling costs nothing", () => {
    hold("raise", { vaultKeyId: "other", continuesObjectId: "pi_1", priceMicros: 25n });
    settle("raise", { vaultKeyId: "other", state: "accrued", ...object(25n) });
    for (const id of ["cancel", "cancel again"]) {
      hold(id, { priceMicros: 0n });
      settle(id, object(25n, "canceled"));
      expect(call(id)).toMatchObject({ state: "settled", costMicros: 0n });
    }
    expect([counted(), counted("other")]).toEqual(["0+0, 0+0, 0", "0+0, 0+0, 0"]);
    expect(hold("b", { continuesObjectId: "pi_1" }).heldMicros).toBe(10n);
  });

  test("that nobody counted is canceled at no cost", () => {
    hold("cancel", { priceMicros: 0n });
    settle("cancel", { object: { id: "pi_foreign", totalMicros: 50n, status: "canceled" } });
    expect(counted()).toBe("0+10, 0+10, 0");
  });

  test("is not counted by a call that was released, and its end is noted nevertheless", () => {
    hold("confirm", { continuesObjectId: "pi_1", priceMicros: 30n });
    settle("confirm", { state: "released", ...object(30n) });
    expect(ledger.countedMicros(organizationId, "credential", "pi_1")).toBe(10n);
    hold("late confirm");
    settle("late confirm", { state: "released", ...object(10n, "closed") });
    expect(call("create")).toMatchObject({ state: "settled", costMicros: 10n });
  });

  test("settled again by the call that counted it costs what that call counted, not nothing", () => {
    settle("create", object(10n, "closed"));
    expect(counted()).toBe("10+0, 10+0, 0");
  });

  test("is no longer counted when its call is released by itself", () => {
    settle("create", { state: "released" });
    expect(hold("confirm", { continuesObjectId: "pi_1" }).heldMicros).toBe(10n);
  });

  test("is counted at what its call came to, when that turned out less", () => {
    settle("create", { costMicros: 4n });
    expect(hold("confirm", { continuesObjectId: "pi_1" }).heldMicros).toBe(6n);
  });

  test("is not uncounted by a late answer that says less, nor by a cancellation after its end", () => {
    for (const [id, total, status] of [
      ["late", 4n, "open"],
      ["close", 10n, "closed"],
      ["cancel", 10n, "canceled"],
    ] as const) {
      hold(id, { priceMicros: 0n });
      settle(id, object(total, status));
      expect(ledger.countedMicros(organizationId, "credential", "pi_1")).toBe(10n);
    }
    expect(counted()).toBe("10+0, 10+0, 0");
  });

  test("stays ended when an answer was overtaken on its way", () => {
    hold("slow");
    hold("slower");
    settle("slow", { state: "accrued", object: { id: "pi_2", totalMicros: 10n, status: "closed" } });
    settle("slower", { state: "accrued", object: { id: "pi_2", totalMicros: 10n, status: "open" } });
    expect(["slow", "slower"].map((id) => call(id)?.state)).toEqual(["settled", "settled"]);
    hold("cancel", { priceMicros: 0n });
    settle("cancel", { object: { id: "pi_3", totalMicros: 10n, status: "canceled" } });
    hold("create 3");
    settle("create 3", { state: "accrued", object: { id: "pi_3", totalMicros: 10n, status: "open" } });
    expect(call("create 3")?.state).toBe("released");
    expect(counted()).toBe("10+10, 10+10, 0");
  });

  test("that is canceled releases its call at once, retries on their way or not", () => {
    hold("first", { retryHash });
    settle("first", { state: "accrued", object: { id: "pi_4", totalMicros: 10n, status: "open" } });
    hold("retry", { retryHash });
    hold("cancel", { priceMicros: 0n });
    settle("cancel", { object: { id: "pi_4", totalMicros: 10n, status: "canceled" } });
    expect(call("first")?.state).toBe("released");
  });
});
