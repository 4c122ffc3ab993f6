import type { Server } from "node:http";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import { onEvent } from "../../shared/runtime/on-event.ts";
onEvent("usage", async () => ({ outcome: "counted" }));
const server = getTestServer("usage") as Server;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") process.send?.({ port: address.port });
});
process.on("disconnect", () => process.exit(0));
