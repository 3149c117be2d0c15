import { z } from "zod";
import type { FormTree } from "../../form.ts";
import type { VendorAnswer } from "../../outcome.ts";
import { readObject } from "../answer.ts";
import { shown } from "../audit.ts";
import { matchEndpoint } from "../endpoints.ts";
import { type Cost, malformed, unknown } from "./cost.ts";

interface Asked {
  /** Of the catalogue: `GET /v1/charges/{id}`. */
  readonly name: string;
  readonly ids?: readonly string[];
  readonly parameters?: FormTree;
}

const nothing: FormTree = new Map();

/**
 * Asks Stripe where the request does not tell what it moves. Whatever comes back that is not the object asked for, with
 * its money as whole numbers, leaves the cost unknown.
 * @param next goes on with the object, to a cost or to another question
 */
export function ask<Shape extends z.ZodType>(
  { name, ids = [], parameters = nothing }: Asked,
  shape: Shape,
  next: (object: z.output<Shape>) => Cost,
): Cost {
  const [method = "", template = ""] = name.split(" ");
  let used = 0;
  const path = template.replaceAll(/\{[^}]*\}/g, () => ids[used++] ?? "");
  const endpoint = matchEndpoint(method, path);
  // An id is the caller's text: `search`, or one with a slash, would make another question of it.
  if (endpoint?.name !== name) return malformed(`"${shown(ids.join('", "'))}" is no id of Stripe's.`);
  const asked = `${method} ${shown(path)}`;
  return {
    is: "ask",
    inquiry: {
      endpoint,
      path,
      parameters,
      read(answer) {
        const read = readAnswer(answer, shape);
        return read.ok
          ? next(read.object)
          : unknown(`What this call moves is elsewhere, and ${asked} ${read.why}.`);
      },
    },
  };
}

/** Goes on with a cost once it is known: at once, or when Stripe has answered. */
export function whenKnown(cost: Cost, next: (known: Exclude<Cost, { is: "ask" }>) => Cost): Cost {
  if (cost.is !== "ask") return next(cost);
  const { inquiry } = cost;
  return { is: "ask", inquiry: { ...inquiry, read: (answer) => whenKnown(inquiry.read(answer), next) } };
}

type Read<T> = { readonly ok: true; readonly object: T } | { readonly ok: false; readonly why: string };

/** `why` completes the sentence "GET … …". */
function readAnswer<Shape extends z.ZodType>(
  answer: VendorAnswer | null,
  shape: Shape,
): Read<z.output<Shape>> {
  if (answer === null) return { ok: false, why: "was not answered" };
  if (answer.status !== 200)
    return { ok: false, why: `was answered ${answer.status}${reasonOf(answer.status)}` };
  const object = readObject(answer.body);
  if (object === null) return { ok: false, why: "was answered with something that is no JSON object" };
  const parsed = shape.safeParse(object);
  if (parsed.success) return { ok: true, object: parsed.data };
  const field = parsed.error.issues[0]?.path.join(".") ?? "";
  return { ok: false, why: `was answered with an object whose "${shown(field)}" is not what it has to be` };
}

function reasonOf(status: number): string {
  if (status === 404) return ", no such object";
  return status === 401 || status === 403 ? ": the credential may not read it" : "";
}

/** What `expand[]` is as parameters of a look-up. */
export const expanding = (...paths: readonly string[]): FormTree =>
  new Map([["expand", new Map(paths.map((path, index) => [String(index), path] as const))]]);

/** An amount in the currency's minor unit. A double holds it exactly, or it is refused. */
export const amountShape = z.int().nonnegative();

/** An amount that may be a credit. */
export const balanceShape = z.int();

export const currencyShape = z.string().regex(/^[a-z]{3}$/);
