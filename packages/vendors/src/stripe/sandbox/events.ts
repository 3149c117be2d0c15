import type { Kind } from "./account.ts";
import type { Call } from "./call.ts";
import { newId } from "./ids.ts";
import { listRoute, retrieveRoute } from "./reads.ts";
import type { WireObject } from "./replies.ts";
import type { Route } from "./routes.ts";

interface Event {
  readonly id: string;
  readonly created: number;
  readonly type: string;
  readonly object: () => WireObject;
}

const eventKind: Kind<Event> = { object: "event", prefix: "evt_", render: renderEvent, keep: 1_000 };

/** Records that something happened to an object; the event keeps the object as it is now. */
export function emit<Row extends { readonly id: string }>(
  call: Call,
  type: string,
  kind: Kind<Row>,
  row: Row,
): void {
  const { livemode } = call.account;
  const object = () => kind.render(row, livemode);
  call.add(eventKind, { id: newId("evt_"), created: call.now, type, object });
}

function renderEvent(event: Event, livemode: boolean): WireObject {
  return {
    id: event.id,
    object: "event",
    api_version: null,
    created: event.created,
    data: { object: event.object() },
    livemode,
    pending_webhooks: 0,
    request: null,
    type: event.type,
  };
}

export const eventRoutes: readonly Route[] = [
  listRoute("/v1/events", eventKind, { type: (event) => event.type }),
  retrieveRoute("/v1/events/{id}", eventKind),
];
