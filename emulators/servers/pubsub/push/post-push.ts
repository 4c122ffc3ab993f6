import { request as httpRequest, type ClientRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { PushAgents } from "./push-agents.ts";

/** `unreachable`: no connection came about, so that nobody can have seen the message. */
export type PushOutcome = "acked" | "refused" | "unreachable";

/** Posts one envelope and says once how it went. Destroying the request counts as refused. */
export type PostPush = (body: string, done: (outcome: PushOutcome) => void) => ClientRequest;

// https://cloud.google.com/pubsub/docs/push#receive_push
const ackStatuses = new Set([102, 200, 201, 202, 204]);

const notConnected = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

export function createPostPush(endpoint: string, agents: PushAgents): PostPush {
  const url = new URL(endpoint);
  const isSecure = url.protocol === "https:";
  const request = isSecure ? httpsRequest : httpRequest;
  const options = {
    agent: isSecure ? agents.https : agents.http,
    hostname: url.hostname.replaceAll(/^\[|\]$/g, ""),
    port: url.port,
    path: url.pathname + url.search,
    method: "POST",
    headers: { "content-type": "application/json", "user-agent": "CloudPubSub-Google" },
  };

  return (body, done) => {
    const post = request(options);
    post.on("response", (response: IncomingMessage) => {
      response.resume();
      done(ackStatuses.has(response.statusCode ?? 0) ? "acked" : "refused");
    });
    // 102 Processing comes as an interim response.
    post.on("information", ({ statusCode }) => {
      if (ackStatuses.has(statusCode)) done("acked");
    });
    post.on("error", (error: NodeJS.ErrnoException) => {
      done(notConnected.has(error.code ?? "") ? "unreachable" : "refused");
    });
    post.end(body);
    return post;
  };
}
