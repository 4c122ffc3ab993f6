import { createHmac, timingSafeEqual } from "node:crypto";
import { http } from "@google-cloud/functions-framework";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import type { Server } from "node:http";

/** What the webhook is measured against: the bare framework, checking the signature and nothing else. */
const secret = process.argv[2] ?? "";

http("bare", (request, response) => {
  const given = Buffer.from(request.header("x-hub-signature-256")?.slice(7) ?? "", "hex");
  const expected = createHmac("sha256", secret)
    .update(request.rawBody ?? "")
    .digest();
  const valid = given.length === expected.length && timingSafeEqual(given, expected);
  response.status(valid ? 200 : 401).end();
});

const server = getTestServer("bare") as Server;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") process.send?.({ port: address.port });
});
process.on("disconnect", () => process.exit(0));
