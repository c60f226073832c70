// Typed access to an archive: every path, parameter and answer of its specification.
import createFetchClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./schema.js";

export type Schemas = components["schemas"];
// Of the formats that an answer has, JSON is the typed one; the others are read as text.
type Json = "application/json" | "application/problem+json";
export type Archive = Client<paths, Json>;

/** The client of the archive at an address; the key is sent with every request. */
export function openArchive(address: string, key?: string): Archive {
  const headers = key === undefined ? {} : { Authorization: `Bearer ${key}` };
  return createFetchClient<paths, Json>({ baseUrl: address, headers });
}

/** The data of an answer; a problem becomes an error with its detail. */
export function good<T>(answer: { data?: T; error?: unknown }): T {
  if (answer.data === undefined) {
    const problem = answer.error as Schemas["Problem"] | undefined;
    throw new Error(problem?.detail ?? "no answer");
  }
  return answer.data;
}
