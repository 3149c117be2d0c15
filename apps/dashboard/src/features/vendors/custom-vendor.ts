import type { AppRouter } from "@keybrake/api";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";

/** A vendor of the organization's own, with its definition. */
export type CustomVendor = inferRouterOutputs<AppRouter>["vendors"]["show"];

export type Definition = Omit<inferRouterInputs<AppRouter>["vendors"]["define"], "name">;
export type EndpointInput = Definition["endpoints"][number];
export type ShownEndpoint = CustomVendor["endpoints"][number];
