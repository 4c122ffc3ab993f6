import createClient, { type Client } from "openapi-fetch";
import { ApiProblem, type Problem } from "./problem.ts";
import type { components, paths } from "./schema.d.ts";

export type Api = Client<paths>;
export type Schemas = components["schemas"];

/** Knows only the paths of the API's document. Whatever is no success is thrown. */
export function createApi(baseUrl: string, token: () => Promise<string>): Api {
  const api = createClient<paths>({ baseUrl: baseUrl || location.origin });
  api.use({
    async onRequest({ request }) {
      request.headers.set("authorization", `Bearer ${await token()}`);
      return request;
    },
    async onResponse({ response }) {
      if (!response.ok) throw await problemOf(response);
    },
  });
  return api;
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const body = (await response.json().catch(() => undefined)) as Partial<Problem> | undefined;
  const requestId = body?.requestId ?? response.headers.get("x-request-id") ?? "";
  return new ApiProblem({ title: response.statusText, ...body, status: response.status, requestId });
}

/** What a successful call answered: failures were thrown before. */
export async function dataOf<Data>(call: Promise<{ data?: Data }>): Promise<NonNullable<Data>> {
  const { data } = await call;
  if (data === undefined || data === null) throw new Error("the API answered without a body");
  return data;
}
