import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type Call, readCall } from "./call.ts";
import { answerParserError, type ParserError } from "./wire/client-error.ts";
import { Connection } from "./wire/connection.ts";

export interface ServerOptions {
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
  /** Handles one call to its end, its answer included. */
  readonly handle: (call: Call) => Promise<void>;
  /** A fault of the proxy itself; the client then gets no byte, since nobody knows whether a row was committed. */
  readonly onFault: (error: unknown) => void;
  /** Counts what was refused before a key could be read, by one word. */
  readonly onTurnedAway: (reason: string) => void;
}

const CONNECTIONS_MAX = 20_000;
const CONNECTIONS_PER_ADDRESS_MAX = 2_000;

/**
 * The listener of the data plane, with every limit of framing that Node can keep by itself; `readCall` judges the
 * rest. Header and body times are checked each half second, so a slow client is cut at most that much late.
 */
export function createServer(options: ServerOptions): Server {
  const limits = {
    // More than the 16 KiB that `readHeaders` allows, so that most answers can name what was too large.
    maxHeaderSize: 32_768,
    headersTimeout: 5_000,
    requestTimeout: 10_000,
    // stripe-node sends a POST twice when its idle socket was closed; Node's own 5 s provoke that.
    keepAliveTimeout: 65_000,
    connectionsCheckingInterval: 500,
    insecureHTTPParser: false,
    requireHostHeader: true,
    noDelay: true,
  };
  const server =
    options.tls === null
      ? createHttpServer(limits)
      : createHttpsServer({
          ...limits,
          ...options.tls,
          ALPNProtocols: ["http/1.1"],
          minVersion: "TLSv1.2",
          handshakeTimeout: 5_000,
        });
  server.maxHeadersCount = 100;
  server.maxConnections = CONNECTIONS_MAX;
  server.maxRequestsPerSocket = 100_000;
  wireConnections(server, options);
  return server;
}

function wireConnections(server: Server, { tls, handle, onFault, onTurnedAway }: ServerOptions): void {
  const connections = new WeakMap<Duplex, Connection>();
  const perAddress = new Map<string, number>();

  const onConnection = (socket: Socket) => {
    const address = socket.remoteAddress ?? "";
    const open = (perAddress.get(address) ?? 0) + 1;
    if (open > CONNECTIONS_PER_ADDRESS_MAX) {
      onTurnedAway("connections_of_address");
      socket.destroy();
      return;
    }
    perAddress.set(address, open);
    connections.set(socket, new Connection(socket));
    socket.once("close", () => {
      const left = (perAddress.get(address) ?? 1) - 1;
      if (left === 0) perAddress.delete(address);
      else perAddress.set(address, left);
    });
  };

  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    const connection = connections.get(request.socket) ?? new Connection(request.socket);
    const begun = connection.begin(response);
    if (begun === "begun") {
      handle(readCall({ request, response, connection })).catch((error: unknown) => {
        onFault(error);
        response.destroy();
      });
    } else if (begun === "pipelined") {
      onTurnedAway("pipelined");
      response.writeHead(400, "Bad Request", ["content-length", "0", "connection", "close"]).end();
    }
  };

  server.on(tls === null ? "connection" : "secureConnection", onConnection);
  server.on("request", onRequest);
  // Without listeners Node answers 100 Continue by itself, before the call's row is committed.
  server.on("checkContinue", onRequest);
  server.on("checkExpectation", onRequest);
  server.on("connect", (_request: IncomingMessage, socket: Duplex) => {
    onTurnedAway("method");
    socket.end("HTTP/1.1 405 Method Not Allowed\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
  });
  server.on("clientError", (error: ParserError, socket: Socket) => {
    const flaw = answerParserError(error, socket, connections.get(socket));
    if (flaw !== null) onTurnedAway(flaw.reason);
  });
  server.on("drop", () => onTurnedAway("connections"));
}
