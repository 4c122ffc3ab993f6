/** What a route answers; `undefined` from a route means that it took the response over. */
export type Reply = {
  status: number;
  headers?: Record<string, string>;
  body: string | Buffer;
};

export function jsonReply(value: unknown, status = 200): Reply {
  return {
    status,
    headers: { "content-type": "application/json; charset=UTF-8" },
    body: JSON.stringify(value),
  };
}

export function problemReply(status: number, detail: string): Reply {
  return jsonReply({ error: detail }, status);
}
