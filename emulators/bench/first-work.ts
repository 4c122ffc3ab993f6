import { type FunctionDeclaration, type FunctionName, functions } from "../../shared/contracts/functions.ts";
import { signedBodies } from "./signed-bodies.ts";

/** A request that makes a function do what it is for, as far as any can without a state made for it. */
export function firstWork(
  name: FunctionName,
  environment: Record<string, string>,
): (RequestInit & { path: string }) | undefined {
  const headers = { "content-type": "application/json" };
  const { trigger }: FunctionDeclaration = functions[name];
  switch (trigger.kind) {
    case "http": {
      const [signed] = signedBodies(1, environment["WHATSAPP_APP_SECRETS"] ?? "");
      if (name !== "webhook" || signed === undefined) return undefined;
      return {
        path: "/",
        method: "POST",
        headers: { ...headers, "x-hub-signature-256": signed.signature },
        body: signed.body,
      };
    }
    case "event":
    case "dead-letters":
      return { path: "/", method: "POST", headers, body: JSON.stringify(unreadableDelivery()) };
    case "schedule":
      return { path: `/${Object.keys(trigger.jobs)[0]}`, method: "POST", headers };
  }
}

/** A delivery that no topic can read: it is kept in the database, and acknowledged. */
export function unreadableDelivery(): object {
  return {
    message: {
      data: Buffer.from("not an event").toString("base64"),
      messageId: crypto.randomUUID(),
      attributes: {},
      publishTime: new Date().toISOString(),
    },
    subscription: "projects/local/subscriptions/none",
    deliveryAttempt: 1,
  };
}
