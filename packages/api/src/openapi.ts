import { z } from "zod";
import type { Operation } from "./operation.ts";
import { operations } from "./operations.ts";
import { type ProblemCode, problems } from "./problems.ts";
import { problemType } from "./rest/answer.ts";
import { type RestOperation, restOperations, templateParams } from "./rest/route.ts";

type Json = Record<string, unknown>;

/** Every operation can give these. */
const COMMON_PROBLEMS: readonly ProblemCode[] = [
  "invalid_request",
  "unauthorized",
  "missing_scope",
  "internal_error",
  "database_unreachable",
];
const BODY_PROBLEMS: readonly ProblemCode[] = ["malformed_json", "body_too_large", "unsupported_media_type"];

let made: Json | undefined;

/** The OpenAPI 3.1 description of the REST API, made from the operations themselves. */
export function openApiDocument(): Json {
  made ??= makeDocument();
  return made;
}

function makeDocument(): Json {
  const paths: Record<string, Json> = {};
  const served = restOperations(operations);
  for (const operation of served) {
    const { method, path } = operation.http;
    paths[path] = { ...paths[path], [method.toLowerCase()]: describeOperation(operation) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Keybrake",
      version: "1.0.0",
      description:
        "Issues and revokes vault keys and reads what was done with them. Money is a number or a decimal string with at " +
        "most 6 decimals in, a decimal string out; times are ISO 8601, in UTC out. Unknown fields are refused.",
    },
    servers: [{ url: "/api/v1" }],
    security: [{ serviceToken: [] }],
    tags: [...new Set(served.map(nounOf))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        serviceToken: { type: "http", scheme: "bearer", description: "A service token, `kbt_…`." },
      },
      schemas: { Problem: problemSchema() },
    },
  };
}

function describeOperation(operation: RestOperation): Json {
  const { method, path, ignoresBody } = operation.http;
  const hasBody = method !== "GET" && !ignoresBody;
  const input = inputSchema(operation);
  const inPath = templateParams(path);
  const codes = [
    ...COMMON_PROBLEMS,
    ...(hasBody ? BODY_PROBLEMS : []),
    ...(inPath.length > 0 ? (["not_found"] as const) : []),
    ...(operation.problems ?? []),
  ];
  return {
    operationId: operation.name,
    tags: [nounOf(operation)],
    summary: operation.summary,
    description: [operation.description, `Scope: \`${operation.access.scope}\`.`]
      .filter(Boolean)
      .join("\n\n"),
    parameters: [
      ...inPath.map((name) => parameter("path", name, input)),
      ...(method === "GET" ? restOf(input, inPath).map((name) => parameter("query", name, input)) : []),
      ...(operation.problems?.includes("idempotency_conflict") ? [IDEMPOTENCY_KEY] : []),
    ],
    ...(hasBody ? { requestBody: { required: true, content: json(bodySchema(input, inPath)) } } : {}),
    responses: { [operation.http.status]: success(operation), ...problemResponses(codes) },
  };
}

const IDEMPOTENCY_KEY = {
  in: "header",
  name: "Idempotency-Key",
  description: "A repeat under the same key makes nothing: it is answered 409 with the first `id`.",
  schema: { type: "string", minLength: 1, maxLength: 255, pattern: "^[\\x21-\\x7e]+$" },
};

interface ObjectSchema {
  readonly properties: Readonly<Record<string, Json>>;
  readonly required: readonly string[];
}

function inputSchema(operation: RestOperation): ObjectSchema {
  const schema = z.toJSONSchema(operation.input, { io: "input", unrepresentable: "any" });
  const properties = z.record(z.string(), z.record(z.string(), z.unknown())).parse(schema.properties ?? {});
  return { properties, required: schema.required ?? [] };
}

function restOf(input: ObjectSchema, inPath: readonly string[]): string[] {
  return Object.keys(input.properties).filter((name) => !inPath.includes(name));
}

function parameter(place: "path" | "query", name: string, input: ObjectSchema): Json {
  const { description, ...schema } = input.properties[name] ?? {};
  const required = place === "path" || input.required.includes(name);
  return { in: place, name, required, ...(description === undefined ? {} : { description }), schema };
}

function bodySchema(input: ObjectSchema, inPath: readonly string[]): Json {
  const names = restOf(input, inPath);
  return {
    type: "object",
    properties: Object.fromEntries(names.map((name) => [name, input.properties[name]])),
    required: input.required.filter((name) => !inPath.includes(name)),
    additionalProperties: false,
  };
}

function success(operation: RestOperation): Json {
  if (operation.kind === "download") {
    return {
      description: "The file, streamed.",
      content: { [operation.contentType]: { schema: { type: "string" } } },
    };
  }
  return {
    description: operation.http.status === 201 ? "Made." : "Done.",
    content: json(outputSchema(operation)),
  };
}

function outputSchema({ output }: Pick<Operation, "output">): Json {
  const { $schema: _, ...schema } = z.toJSONSchema(output, {
    io: "output",
    unrepresentable: "any",
    // Fields may be added to answers later; a generated client that refuses unknown ones would break on them.
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return schema;
}

function problemResponses(codes: readonly ProblemCode[]): Json {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of new Set(codes)) {
    const { status } = problems[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, among]) => [
      status,
      {
        description: among.map((code) => `\`${code}\`: ${problems[code].title}.`).join(" "),
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    ]),
  );
}

function problemSchema(): Json {
  const codes = Object.keys(problems);
  return {
    type: "object",
    description: "RFC 9457.",
    required: ["type", "title", "status", "code", "detail", "errors"],
    properties: {
      type: { type: "string", format: "uri", examples: [problemType("run_revoked")] },
      title: { type: "string" },
      status: { type: "integer" },
      code: { type: "string", enum: codes },
      detail: { type: "string", description: "A sentence that a person or a model can act on." },
      errors: {
        type: "array",
        items: {
          type: "object",
          required: ["path", "message"],
          properties: {
            path: { type: "string", examples: ["allowed_endpoints[0]"] },
            message: { type: "string" },
            suggestions: { type: "array", items: { type: "string" } },
          },
        },
      },
      id: {
        type: "string",
        format: "uuid",
        description: "With `idempotency_conflict`: what the first request made.",
      },
    },
  };
}

function json(schema: Json): Json {
  return { "application/json": { schema } };
}

function nounOf(operation: RestOperation): string {
  return operation.name.split(".")[0] ?? operation.name;
}
