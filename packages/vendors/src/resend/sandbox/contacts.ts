import type { ContactRow, SegmentRow } from "./account.ts";
import type { Call } from "./call.ts";
import { isFields, textOf } from "./reading.ts";
import { missingField, notFound, type Reply, success } from "./replies.ts";
import { route } from "./routes.ts";

const showContact = (contact: ContactRow) => ({
  id: contact.id,
  email: contact.email,
  first_name: contact.firstName,
  last_name: contact.lastName,
  unsubscribed: contact.isUnsubscribed,
  created_at: new Date(contact.createdAtMs).toISOString(),
});

const showSegment = ({ id, name, createdAtMs }: SegmentRow) => ({
  id,
  name,
  created_at: new Date(createdAtMs).toISOString(),
});

/** A contact goes by its id or by its address. */
function withContact(call: Call, act: (contact: ContactRow) => Reply): Reply {
  const { contacts } = call.account;
  const contact = contacts.get(call.id) ?? contacts.find(({ email }) => email === call.id);
  return contact === undefined ? notFound("Contact") : act(contact);
}

function createContact(call: Call): Reply {
  const { fields } = call;
  const email = textOf(fields.email);
  if (email === null) return missingField("email");
  const segments = Array.isArray(fields.segments) ? fields.segments.filter(isFields) : [];
  const { id } = call.account.contacts.add({
    createdAtMs: call.nowMs,
    email,
    firstName: textOf(fields.first_name),
    lastName: textOf(fields.last_name),
    isUnsubscribed: fields.unsubscribed === true,
    segmentIds: segments.flatMap((segment) => textOf(segment.id) ?? []),
  });
  return success(id, { object: "contact", id });
}

const updateContact = (call: Call) =>
  withContact(call, (contact) => {
    const { fields } = call;
    call.account.contacts.put({
      ...contact,
      firstName: fields.first_name === undefined ? contact.firstName : textOf(fields.first_name),
      lastName: fields.last_name === undefined ? contact.lastName : textOf(fields.last_name),
      isUnsubscribed: typeof fields.unsubscribed === "boolean" ? fields.unsubscribed : contact.isUnsubscribed,
    });
    return success(contact.id, { object: "contact", id: contact.id });
  });

const removeContact = (call: Call) =>
  withContact(call, ({ id }) => {
    call.account.contacts.remove(id);
    return success(id, { object: "contact", contact: id, deleted: true });
  });

const addToSegment = (call: Call) =>
  withContact(call, (contact) => {
    const segmentId = call.ids[1] ?? "";
    if (call.account.segments.get(segmentId) === undefined) return notFound("Segment");
    const segmentIds = [...new Set([...contact.segmentIds, segmentId])];
    call.account.contacts.put({ ...contact, segmentIds });
    return success(contact.id, { id: segmentId });
  });

function createSegment(call: Call): Reply {
  const name = textOf(call.fields.name);
  if (name === null) return missingField("name");
  const segment = call.account.segments.add({ createdAtMs: call.nowMs, name });
  return success(segment.id, { object: "segment", id: segment.id, name });
}

function readSegment(call: Call): Reply {
  const segment = call.account.segments.get(call.id);
  if (segment === undefined) return notFound("Segment");
  return success(segment.id, { object: "segment", ...showSegment(segment) });
}

export const contactRoutes = [
  route("POST /contacts", createContact),
  route("GET /contacts", (call) => call.account.contacts.list(call.query, showContact)),
  route("GET /contacts/{id}", (call) =>
    withContact(call, (contact) =>
      success(contact.id, { object: "contact", ...showContact(contact), properties: {} }),
    ),
  ),
  route("PATCH /contacts/{id}", updateContact),
  route("DELETE /contacts/{id}", removeContact),
  route("POST /contacts/{id}/segments/{segment_id}", addToSegment),
  route("POST /segments", createSegment),
  route("GET /segments", (call) => call.account.segments.list(call.query, showSegment)),
  route("GET /segments/{id}", readSegment),
  route("GET /segments/{id}/contacts", (call) =>
    call.account.contacts.list(call.query, showContact, ({ segmentIds }) => segmentIds.includes(call.id)),
  ),
];
