import fc from "fast-check";
import { expect, test } from "vitest";
import { refusalOf, stripeAt, withSandbox } from "./sandbox.fixture.ts";

test("paging walks a list to its end, newest first, each object once, whatever the page size", () =>
  withSandbox(async (sandbox, stripe) => {
    const created: string[] = [];
    for (let index = 0; index < 23; index++) {
      created.unshift((await stripe.customers.create({ name: `n${index}` })).id);
    }
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), async (limit) => {
        const forward = await stripe.customers.list({ limit }).autoPagingToArray({ limit: 1_000 });
        expect(forward.map(({ id }) => id)).toEqual(created);
        const oldest = created.at(-1) ?? "";
        const back = await stripe.customers
          .list({ limit, ending_before: oldest })
          .autoPagingToArray({ limit: 1_000 });
        expect(back.map(({ id }) => id)).toEqual(created.slice(0, -1).reverse());
      }),
      { numRuns: 15 },
    );
    const otherAccount = stripeAt(sandbox, "sk_test_anotheraccount02");
    expect(await otherAccount.customers.list()).toMatchObject({ data: [], has_more: false });
  }));

test("lists filter by what they refer to, by email and by time, and skip the deleted", () =>
  withSandbox(async (_sandbox, stripe) => {
    const ada = await stripe.customers.create({ email: "ada@example.com" });
    const bob = await stripe.customers.create({ email: "bob@example.com" });
    await stripe.paymentIntents.create({ amount: 500, currency: "usd", customer: ada.id });
    await stripe.paymentIntents.create({ amount: 500, currency: "usd", customer: bob.id });
    expect((await stripe.paymentIntents.list({ customer: ada.id })).data).toHaveLength(1);
    expect((await stripe.customers.list({ email: "bob@example.com" })).data.map(({ id }) => id)).toEqual([
      bob.id,
    ]);
    expect((await stripe.customers.list({ created: { gt: ada.created + 3_600 } })).data).toEqual([]);
    expect(
      (await stripe.customers.list({ created: { lte: bob.created, gte: ada.created } })).data,
    ).toHaveLength(2);
    await stripe.customers.del(ada.id);
    expect((await stripe.customers.list()).data.map(({ id }) => id)).toEqual([bob.id]);
    expect(await stripe.customers.retrieve(ada.id)).toMatchObject({ id: ada.id, deleted: true });
  }));

test("a wrong limit or cursor is refused", () =>
  withSandbox(async (_sandbox, stripe) => {
    expect(await refusalOf(stripe.customers.list({ limit: 101 }))).toMatchObject({
      statusCode: 400,
      param: "limit",
    });
    expect(await refusalOf(stripe.customers.list({ limit: 0 }))).toMatchObject({
      statusCode: 400,
      param: "limit",
    });
    expect(await refusalOf(stripe.customers.list({ starting_after: "cus_none" }))).toMatchObject({
      statusCode: 400,
      code: "resource_missing",
      param: "starting_after",
    });
  }));

test("expand puts the object in the place of its id, inside lists and two levels down", () =>
  withSandbox(async (_sandbox, stripe) => {
    const customer = await stripe.customers.create({ name: "Ada" });
    const options = { amount: 500, currency: "usd", customer: customer.id, payment_method: "pm_card_visa" };
    const { id } = await stripe.paymentIntents.create({ ...options, confirm: true });
    const one = await stripe.paymentIntents.retrieve(id, {
      expand: ["customer", "latest_charge.balance_transaction"],
    });
    expect(one.customer).toMatchObject({ name: "Ada" });
    expect(one.latest_charge).toMatchObject({
      balance_transaction: { object: "balance_transaction", amount: 500 },
    });
    const list = await stripe.paymentIntents.list({ expand: ["data.customer"] });
    expect(list.data[0]?.customer).toMatchObject({ name: "Ada" });
    for (const path of ["amount", "nonsense", "id", "a.b.c.d.e"]) {
      expect(await refusalOf(stripe.paymentIntents.retrieve(id, { expand: [path] }))).toMatchObject({
        statusCode: 400,
        param: "expand",
      });
    }
  }));

test("search finds by field, metadata and amount, page by page", () =>
  withSandbox(async (_sandbox, stripe) => {
    for (let index = 1; index <= 12; index++) {
      const metadata = { order: String(index % 3) };
      await stripe.paymentIntents.create({ amount: index * 100, currency: "usd", metadata });
    }
    const query = "metadata['order']:'1' AND amount>=400 AND -status:'succeeded'";
    const found = await stripe.paymentIntents.search({ query, limit: 2 }).autoPagingToArray({ limit: 100 });
    expect(found.map(({ amount }) => amount)).toEqual([1_000, 700, 400]);
    expect(await refusalOf(stripe.paymentIntents.search({ query: "drop table" }))).toMatchObject({
      statusCode: 400,
    });
  }));

test("events tell what happened, with the object as it was then", () =>
  withSandbox(async (_sandbox, stripe) => {
    const options = { amount: 500, currency: "usd", payment_method: "pm_card_visa", confirm: true };
    const { id } = await stripe.paymentIntents.create(options);
    const events = (await stripe.events.list()).data;
    expect(events.map(({ type }) => type)).toEqual([
      "payment_intent.succeeded",
      "charge.succeeded",
      "payment_intent.created",
    ]);
    expect(events[2]?.data.object).toMatchObject({ id, status: "requires_confirmation" });
    expect((await stripe.events.list({ type: "charge.succeeded" })).data).toHaveLength(1);
  }));
