import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { openApiDocument } from "./openapi.ts";
import { operations } from "./operations.ts";
import { restOperations } from "./rest/route.ts";
import { TestApi } from "./testing/test-api.ts";

let api: TestApi;

beforeAll(async () => {
  api = await TestApi.start();
});

afterAll(() => api.stop());

const described = z.object({
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ operationId: z.string(), responses: z.record(z.string(), z.unknown()) })),
  ),
});

describe("the OpenAPI description", () => {
  test("is valid OpenAPI 3.1", async () => {
    const result = await new Validator().validate(structuredClone(openApiDocument()));
    expect(result.errors).toBeUndefined();
    expect(result.valid).toBe(true);
    expect(openApiDocument().openapi).toBe("3.1.0");
  });

  test("is served without a token, as JSON", async () => {
    const response = await api.handle(new Request("http://127.0.0.1:3000/api/v1/openapi.json"));
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(await response.json()).toEqual(openApiDocument());
  });

  test("describes each operation once, at its own address and method, with its success and its problems", () => {
    const { paths } = described.parse(openApiDocument());
    const found = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, { operationId }]) => `${operationId} ${method.toUpperCase()} ${path}`,
      ),
    );
    expect(found.sort()).toEqual(
      restOperations(operations)
        .map(({ name, http }) => `${name} ${http.method} ${http.path}`)
        .sort(),
    );
    for (const { http } of restOperations(operations)) {
      const { responses } = paths[http.path]?.[http.method.toLowerCase()] ?? { responses: {} };
      expect(Object.keys(responses)).toEqual(
        expect.arrayContaining([String(http.status), "400", "401", "403", "500"]),
      );
    }
  });

  test("promises an issue as the contract has it, and refuses unknown fields", () => {
    const document = JSON.parse(JSON.stringify(openApiDocument()));
    const issue = document.paths["/vault-keys"].post;
    const body = issue.requestBody.content["application/json"].schema;
    expect(body.required.sort()).toEqual(["agent_run_label", "expires_in", "vendor"]);
    expect(body.additionalProperties).toBe(false);
    expect(body.properties.daily_usd_cap.type ?? body.properties.daily_usd_cap.anyOf).toBeDefined();
    expect(Object.keys(issue.responses["201"].content["application/json"].schema.properties).sort()).toEqual([
      "agent_name",
      "agent_run_id",
      "allowed_endpoints",
      "call_usd_cap",
      "created_at",
      "credential_id",
      "daily_usd_cap",
      "expires_at",
      "id",
      "max_calls",
      "proxy_url",
      "run_usd_cap",
      "vault_key",
      "vendor",
    ]);
    expect(issue.parameters).toContainEqual(
      expect.objectContaining({ in: "header", name: "Idempotency-Key" }),
    );
    expect(Object.keys(document.paths["/vault-keys/{id}/revoke"].post)).not.toContain("requestBody");
  });
});
