// Typed access to an archive: every path, parameter and answer of its specification.
import createFetchClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./schema.js";

export type Schemas = components["schemas"];
// Of the formats that an answer has, JSON is the typed one; the others are read as text.
type Json = "application/json" | "application/problem+json";
export type Archive = Client<paths, Json>;
type Answer<T> = { data?: T; error?: unknown };
type Page<T> = { items: T[]; next_cursor?: string | null };

// Refused without being run, with the time to wait (`Retry-After`).
const COME_BACK = new Set([429, 503]);

/** A refusal, with the archive's own words: `problem.code` for programs, `problem.detail` for people. */
export class ProblemError extends Error {
  constructor(readonly problem: Schemas["Problem"]) {
    super(problem.detail);
    this.name = "ProblemError";
  }
}

/**
 * The client of the archive at an address; the key is sent with every request. What only reads, or has an
 * `Idempotency-Key`, is sent up to `tries` times while the archive is too busy.
 */
export function openArchive(address: string, key?: string, tries = 4): Archive {
  const headers = key === undefined ? {} : { Authorization: `Bearer ${key}` };
  const send = (request: Request) => patiently(request, tries);
  return createFetchClient<paths, Json>({ baseUrl: address, headers, fetch: send });
}

/** The data of an answer. Throws ProblemError for a refusal. */
export function good<T>(answer: Answer<T>): T {
  if (answer.data !== undefined) return answer.data;
  const problem = answer.error as Schemas["Problem"] | undefined;
  throw problem?.code ? new ProblemError(problem) : new Error("no answer that the specification has");
}

/**
 * Each item of a whole list, page by page:
 * `every((further) => archive.GET("/v1/quotations", { params: { query: { q: "minister", ...further } } }))`.
 */
export async function* every<T>(
  fetchPage: (further: { cursor?: string }) => Promise<Answer<Page<T>>>,
): AsyncGenerator<T> {
  let cursor: string | null | undefined;
  do {
    const page: Page<T> = good(await fetchPage(cursor ? { cursor } : {}));
    yield* page.items;
    cursor = page.next_cursor;
  } while (cursor);
}

async function patiently(request: Request, tries: number): Promise<Response> {
  const isHarmless =
    request.method === "GET" || request.method === "HEAD" || request.headers.has("Idempotency-Key");
  for (let tried = 1; tried < tries && isHarmless; tried += 1) {
    const response = await fetch(request.clone());
    if (!COME_BACK.has(response.status)) return response;
    await response.body?.cancel();
    const seconds = Number(response.headers.get("Retry-After") ?? 1);
    await new Promise((resume) => setTimeout(resume, 1000 * Math.min(seconds || 0, 60)));
  }
  return fetch(request);
}
