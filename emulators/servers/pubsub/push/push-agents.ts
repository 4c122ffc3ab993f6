import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";

/** Kept-alive connections to push endpoints, shared by all subscriptions of a server. */
export type PushAgents = { http: HttpAgent; https: HttpsAgent; close(): void };

export function createPushAgents(): PushAgents {
  const settings = { keepAlive: true, maxFreeSockets: 256 };
  const http = new HttpAgent(settings);
  const https = new HttpsAgent(settings);
  return {
    http,
    https,
    close() {
      http.destroy();
      https.destroy();
    },
  };
}
