import { describe, expect, test } from "vitest";
import { parseForm } from "../form.ts";
import { costsMoney } from "../money-classes.ts";
import { endpointRows } from "./data/endpoints.ts";
import { parameterGrammars } from "./data/parameters.ts";
import { parametersOf, unknownField } from "./parameters.ts";

const check = (endpointName: string, body: string) => {
  const fields = parametersOf(endpointName);
  const form = parseForm(body);
  if (fields === undefined || !form.ok) throw new Error("a test names an endpoint and a body that exist");
  return unknownField(form.tree, fields);
};

describe("the parameters of endpoints that cost money", () => {
  test("every such endpoint has its parameters, and only endpoints of the catalogue do", () => {
    const names = endpointRows.map(([method, template]) => `${method} ${template}`);
    const costly = endpointRows.filter(([, , kind]) => costsMoney(kind));
    for (const [method, template] of costly) expect(parametersOf(`${method} ${template}`)).toBeDefined();
    expect(Object.keys(parameterGrammars).filter((name) => !names.includes(name))).toEqual([]);
  });

  test("each grammar is read whole: writing it again gives the same text", () => {
    const write = (fields: NonNullable<ReturnType<typeof parametersOf>>): string =>
      [...fields]
        .map(([name, { holds, fields: inner }]) => {
          const suffix = holds === "list" ? "[]" : holds === "map" ? "{}" : "";
          return `${name}${suffix}${inner === null ? "" : `(${write(inner)})`}`;
        })
        .join(",");
    for (const [name, grammar] of Object.entries(parameterGrammars)) {
      expect(write(parametersOf(name) ?? new Map())).toBe(grammar);
    }
  });

  test.each([
    ["amount=1&currency=usd&metadata[anything you like]=x&metadata[7]=y"],
    ["amount=1&expand[]=a&expand[]=b"],
    ["payment_method_types[0]=card&payment_method_types[1]=sepa_debit"],
    ["metadata=&shipping=&transfer_data[amount]=5"],
    ["payment_method_options[card][installments][plan][count]=3"],
  ])("a payment intent takes %s", (body) => {
    expect(check("POST /v1/payment_intents", body)).toBeNull();
  });

  test.each([
    ["amountt=1", "amountt"],
    ["Amount=1", "Amount"],
    ["amount[]=1", "amount"],
    ["amount[0]=1", "amount"],
    ["amount[value]=1", "amount"],
    ["shipping=free", "shipping"],
    ["shipping[adress]=x", "shipping[adress]"],
    ["shipping[0][name]=x", "shipping[0]"],
    ["metadata[a][b]=x", "metadata[a]"],
    ["metadata=x", "metadata"],
    ["expand=latest_charge", "expand"],
    ["expand[1]=a", "expand[1]"],
    ["expand[0]=a&expand[2]=b", "expand[2]"],
    ["expand[00]=a", "expand[00]"],
    ["expand[0][x]=a", "expand[0]"],
    ["line_items[0][price]=p", "line_items"],
    ["_method=delete", "_method"],
    ["api_key=sk_test_1", "api_key"],
    ["\ufeffamount=1", "\ufeffamount"],
    ["amount =1", "amount "],
  ])("a payment intent does not take %s", (body, field) => {
    expect(check("POST /v1/payment_intents", body)).toBe(field);
  });
});
