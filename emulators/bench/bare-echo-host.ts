import { createHmac, timingSafeEqual } from "node:crypto";
import type { Server } from "node:http";
import { http } from "@google-cloud/functions-framework";
import { getTestServer } from "@google-cloud/functions-framework/testing";

/** What the pipeline is measured against: the bare framework that checks the signature and answers at once, storing nothing. */
const [secret = "", graphUrl = "", accessToken = ""] = process.argv.slice(2);

type Body = {
  entry: { changes: { value: { metadata: { phone_number_id: string }; messages?: { from: string }[] } }[] }[];
};

http("echo", async (request, response) => {
  if (request.method === "GET") {
    response.type("text/plain").send(request.query["hub.challenge"]);
    return;
  }
  const given = Buffer.from(request.header("x-hub-signature-256")?.slice(7) ?? "", "hex");
  const expected = createHmac("sha256", secret)
    .update(request.rawBody ?? "")
    .digest();
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    response.status(401).end();
    return;
  }
  for (const { value } of (request.body as Body).entry.flatMap(({ changes }) => changes)) {
    for (const { from } of value.messages ?? []) await send(value.metadata.phone_number_id, from);
  }
  response.status(200).end();
});

async function send(phoneNumberId: string, to: string): Promise<void> {
  const response = await fetch(`${graphUrl}/v25.0/${phoneNumberId}/messages`, {
    method: "POST",
    headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
    body: JSON.stringify({
      messaging_product: "whatsapp",
      to: `+${to}`,
      type: "text",
      text: { body: "echo" },
    }),
  });
  await response.arrayBuffer();
}

const server = getTestServer("echo") as Server;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") process.send?.({ port: address.port });
});
process.on("disconnect", () => process.exit(0));
