import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { buildHttpRequest } from "../testing/http-request.ts";
import { HttpProblem, type ProblemCode, problems } from "./errors.ts";
import { type HttpHandler, type HttpRequest, onHttp, replyTo } from "./on-http.ts";
import { compose } from "./services.ts";

const request = buildHttpRequest();

function failing(error: unknown): HttpHandler {
  return async () => {
    throw error;
  };
}

describe("a handler's error", () => {
  test.each(Object.keys(problems) as ProblemCode[])(
    "%s becomes problem details of its status",
    async (code) => {
      const { status, title } = problems[code];
      expect(await replyTo(request, failing(new HttpProblem(code, "name is missing")))).toMatchObject({
        status,
        body: { type: "about:blank", title, status, code, detail: "name is missing" },
        headers: { "content-type": "application/problem+json" },
      });
    },
  );

  test.each([new Error("password is hunter2"), "hunter2", undefined])(
    "that is a bug becomes 500, and tells nothing of itself",
    async (error) => {
      const reply = await replyTo(request, failing(error));
      expect(reply.status).toBe(500);
      expect(JSON.stringify(reply.body)).not.toContain("hunter2");
      expect(reply.log).toEqual({ code: "internal", error });
    },
  );

  test("keeps its cause for the log, and from the caller", async () => {
    const cause = new Error("hunter2");
    const reply = await replyTo(request, failing(new HttpProblem("unavailable", undefined, { cause })));
    expect(reply.log?.["error"]).toMatchObject({ cause });
    expect(JSON.stringify(reply.body)).not.toContain("hunter2");
  });
});

describe("over HTTP", () => {
  let server: Server;
  let url: string;
  let seen: HttpRequest[];
  let bodies: string[];

  beforeAll(async () => {
    Object.assign(process.env, {
      GOOGLE_CLOUD_PROJECT: "test",
      LOG_LEVEL: "silent",
      WHATSAPP_APP_SECRETS: "x",
      WHATSAPP_VERIFY_TOKEN: "x",
    });
    onHttp(compose("webhook", {}), () => async (given) => {
      seen.push(given);
      bodies.push((await given.readBody(3 * 1024 * 1024)).toString());
      switch (given.path) {
        case "/text":
          return { status: 200, body: "<b>hi</b>" };
        case "/json":
          return { status: 201, body: { greeting: "héllo" }, headers: { location: "/x" } };
        case "/nothing":
          return { status: 204 };
        default:
          throw new HttpProblem("not-found");
      }
    });
    server = getTestServer("webhook") as Server;
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    seen = [];
    bodies = [];
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => void server.close(resolve));
  });

  test.each([
    ["/text", 200, "text/plain; charset=utf-8", "<b>hi</b>"],
    ["/json", 201, "application/json; charset=utf-8", '{"greeting":"héllo"}'],
    ["/nothing", 204, null, ""],
    ["/other", 404, "application/problem+json", expect.stringContaining("There is nothing here")],
  ])("%s is answered as what it is", async (path, status, type, text) => {
    const answer = await fetch(url + path);
    expect([answer.status, answer.headers.get("content-type"), await answer.text()]).toEqual([
      status,
      type,
      text,
    ]);
  });

  test("the handler is given the bytes as they came", async () => {
    const text = '{ "a":"\\u00e9" }';
    await fetch(`${url}/json?hub.mode=x&twice=1&twice=2`, {
      method: "PUT",
      body: text,
      headers: { "content-type": "application/json; charset=utf-8", "X-Some": "thing" },
    });
    expect(seen[0]).toMatchObject({ method: "PUT", path: "/json" });
    expect(seen[0]?.query).toEqual({ "hub.mode": "x", twice: undefined });
    expect(bodies[0]).toBe(text);
    expect(seen[0]?.header("x-some")).toBe("thing");
  });

  test("a body is read to the limit that the handler sets, and refused beyond", async () => {
    const post = async (body: string) => fetch(`${url}/json`, { method: "POST", body });
    expect((await post("{not json")).status).toBe(201);
    expect(bodies[0]).toBe("{not json");
    expect((await post("x".repeat(3 * 1024 * 1024))).status).toBe(201);
    expect((await post("x".repeat(3 * 1024 * 1024 + 1))).status).toBe(413);
  });

  test("a caller's trace goes on, and one of a wrong form begins anew", async () => {
    const trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    await fetch(`${url}/text`, { headers: { traceparent: trace } });
    await fetch(`${url}/text`, { headers: { traceparent: `${trace}-x` } });
    await fetch(`${url}/text`);
    const given = seen.map(({ traceparent }) => traceparent);
    expect(given[0]).toBe(trace);
    for (const own of given.slice(1)) expect(own).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(new Set(given).size).toBe(3);
  });
});
