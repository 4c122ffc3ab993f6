import { createServer } from "node:net";
import type { AddressInfo } from "node:net";

/** The port itself if it is free, or some free one for 0. Rejects with the usual EADDRINUSE when it is taken. */
export async function choosePort(port: number): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  const chosen = (server.address() as AddressInfo).port;
  await new Promise((resolve) => server.close(resolve));
  return chosen;
}
