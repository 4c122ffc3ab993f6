import autocannon from "autocannon";
import type { SignedBody } from "./signed-bodies.ts";

export type Load = { requestsPerSecond: number; p99Ms: number; answered: number; refused: number };

/** Posts bodies one after the other over 32 connections for so many seconds; each body once, round and round. */
export async function load(url: string, bodies: readonly SignedBody[], seconds: number): Promise<Load> {
  let next = 0;
  const result = await autocannon({
    url,
    connections: 32,
    duration: seconds,
    requests: [
      {
        method: "POST",
        setupRequest(request) {
          const { body, signature } = bodies[next++ % bodies.length] ?? { body: "", signature: "" };
          return {
            ...request,
            body,
            headers: {
              ...request.headers,
              "content-type": "application/json",
              "x-hub-signature-256": signature,
            },
          };
        },
      },
    ],
  });
  return {
    requestsPerSecond: result.requests.average,
    p99Ms: result.latency.p99,
    answered: result["2xx"],
    refused: result.non2xx + result.errors,
  };
}
