import type { Server } from "node:http";
import { http } from "@google-cloud/functions-framework";
import { getTestServer } from "@google-cloud/functions-framework/testing";

/** What event functions are measured against: the bare framework, which reads the delivery and acknowledges it at once. */
http("bare", (_request, response) => {
  response.status(204).end();
});

const server = getTestServer("bare") as Server;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") process.send?.({ port: address.port });
});
process.on("disconnect", () => process.exit(0));
