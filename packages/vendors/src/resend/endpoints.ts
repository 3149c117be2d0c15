import { createCatalogue } from "../catalogue.ts";
import type { Endpoint, EndpointClass } from "../endpoint.ts";
import { sdkCalls } from "./data/calls.ts";
import { classes, legacyCalls, withheld } from "./data/classes.ts";

const KIB = 1024;
const bodyLimitDefault = 64 * KIB;
/** Mail with pictures in it, or a small attachment: reading a mebibyte of JSON strictly takes some 50 ms. */
const bodyLimitMail = 1024 * KIB;
/** A file of contacts, which is not parsed. */
const bodyLimitImport = 10 * 1024 * KIB;

const carriesMail = /^\/(?:emails|broadcasts|templates|inboxes)(?:\/|$)/;

function bodyLimit(method: string, template: string): number {
  if (template === "/contacts/imports" && method === "POST") return bodyLimitImport;
  return carriesMail.test(template) && method !== "GET" ? bodyLimitMail : bodyLimitDefault;
}

export const endpoints: readonly Endpoint[] = [...sdkCalls, ...legacyCalls]
  .filter(([name]) => withheld[name] === undefined)
  .map(([name, label]) => {
    const method = name.slice(0, name.indexOf(" "));
    const template = name.slice(method.length + 1);
    return { name, method, template, class: classOf(name), label, bodyLimit: bodyLimit(method, template) };
  });

function classOf(name: string): EndpointClass {
  const kind = classes[name];
  if (kind === undefined) throw new Error(`${name} has no class`);
  return kind;
}

/** UUIDs, names of events and templates, and the addresses that contacts and suppressions go by. */
const idSegment = /^[A-Za-z0-9._~!$&'*+=:@-]{1,320}$/;

const isId = (segment: string) => idSegment.test(segment) && segment !== "." && segment !== "..";

const catalogue = createCatalogue(endpoints, isId);

export const matchEndpoint = catalogue.match;
