import type { BroadcastRow } from "./account.ts";
import type { Call } from "./call.ts";
import { readTime, textOf } from "./reading.ts";
import { invalid, missingField, notFound, type Reply, success } from "./replies.ts";
import { route } from "./routes.ts";

function create(call: Call): Reply {
  const { fields } = call;
  const segmentId = textOf(fields.segment_id) ?? textOf(fields.audience_id);
  if (segmentId === null) return missingField("segment_id");
  if (textOf(fields.from) === null) return missingField("from");
  if (textOf(fields.subject) === null) return missingField("subject");
  const draft = call.account.broadcasts.add({
    createdAtMs: call.nowMs,
    name: textOf(fields.name) ?? "Untitled",
    segmentId,
    status: "draft",
    scheduledAtMs: null,
    recipients: 0,
  });
  // Whatever might be taken for yes sends.
  return fields.send ? send(call, draft) : success(draft.id, { id: draft.id });
}

/** Goes to every contact of the segment that has not unsubscribed. */
function send(call: Call, broadcast: BroadcastRow): Reply {
  if (broadcast.status !== "draft") return invalid("Only drafts can be sent.");
  const contacts = call.account.contacts.filter(
    ({ segmentIds, isUnsubscribed }) => !isUnsubscribed && segmentIds.includes(broadcast.segmentId ?? ""),
  );
  call.moved("out", contacts.length);
  const scheduledAtMs = readTime(call.fields.scheduled_at, call.nowMs);
  const status = scheduledAtMs === null ? "sent" : "queued";
  call.account.broadcasts.put({ ...broadcast, status, scheduledAtMs, recipients: contacts.length });
  return success(broadcast.id, { id: broadcast.id });
}

function cancel(call: Call, broadcast: BroadcastRow): Reply {
  if (broadcast.status !== "queued") return invalid("Only scheduled broadcasts can be canceled.");
  call.moved("back", broadcast.recipients);
  call.account.broadcasts.put({ ...broadcast, status: "draft", scheduledAtMs: null, recipients: 0 });
  return success(broadcast.id, { object: "broadcast", id: broadcast.id });
}

const show = (broadcast: BroadcastRow) => ({
  id: broadcast.id,
  name: broadcast.name,
  segment_id: broadcast.segmentId,
  audience_id: broadcast.segmentId,
  status: broadcast.status,
  created_at: new Date(broadcast.createdAtMs).toISOString(),
  scheduled_at: broadcast.scheduledAtMs === null ? null : new Date(broadcast.scheduledAtMs).toISOString(),
  sent_at: null,
});

const onBroadcast = (act: (call: Call, broadcast: BroadcastRow) => Reply) => (call: Call) => {
  const broadcast = call.account.broadcasts.get(call.id);
  return broadcast === undefined ? notFound("Broadcast") : act(call, broadcast);
};

export const broadcastRoutes = [
  route("POST /broadcasts", create),
  route("GET /broadcasts", (call) => call.account.broadcasts.list(call.query, show)),
  route(
    "GET /broadcasts/{id}",
    onBroadcast((_call, broadcast) => success(broadcast.id, { object: "broadcast", ...show(broadcast) })),
  ),
  route("POST /broadcasts/{id}/send", onBroadcast(send)),
  route("POST /broadcasts/{id}/cancel", onBroadcast(cancel)),
  route(
    "DELETE /broadcasts/{id}",
    onBroadcast((call, { id }) => {
      call.account.broadcasts.remove(id);
      return success(id, { object: "broadcast", id, deleted: true });
    }),
  ),
];
