import type { Store } from "./store.ts";

const usd = (dollars: number): bigint => BigInt(dollars) * 1_000_000n;

/**
 * What every store starts with: 1001 paid (100 USD), 1002 authorized (250 USD), 1003 paid by a customer in euros
 * (80 EUR), 1004 unpaid (60 USD), 1005 paid and refunded in seven parts, and 1006 to 1040 paid, for pages; draft 3001
 * (45 USD), gift card 5001 (25 USD), store credit 6001 (5 USD).
 */
export function seedStore(store: Store): void {
  const paid = (id: string, dollars: number, currency = "USD") => {
    const order = store.addOrder({ id, currency, totalMicros: usd(dollars), receivedMicros: usd(dollars) });
    store.transaction(order, "SALE", order.totalMicros);
    return order;
  };
  paid("1001", 100);
  const authorized = store.addOrder({
    id: "1002",
    currency: "USD",
    totalMicros: usd(250),
    authorizedMicros: usd(250),
  });
  store.transaction(authorized, "AUTHORIZATION", authorized.totalMicros);
  paid("1003", 80, "EUR");
  store.addOrder({ id: "1004", currency: "USD", totalMicros: usd(60) });
  const refunded = paid("1005", 70);
  for (let part = 1; part <= 7; part += 1) {
    const micros = usd(part);
    const transaction = store.transaction(refunded, "REFUND", micros);
    refunded.refundedMicros += micros;
    refunded.refunds.push({
      id: transaction.id,
      createdAt: `2026-04-0${part}T10:00:00Z`,
      note: `part ${part}`,
      currency: "USD",
      micros,
      transactions: [transaction],
    });
  }
  for (let id = 1006; id <= 1040; id += 1) paid(String(id), id - 1000);
  store.drafts.set("3001", { id: "3001", currency: "USD", totalMicros: usd(45), orderId: null });
  store.giftCards.set("5001", { id: "5001", currency: "USD", micros: usd(25), enabled: true });
  store.storeCredits.set("6001", { id: "6001", currency: "USD", micros: usd(5), enabled: true });
}
