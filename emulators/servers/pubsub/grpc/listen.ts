import { ServerCredentials, type Server } from "@grpc/grpc-js";

/** Binds `server` to 127.0.0.1 and gives the port back; a taken port rejects with EADDRINUSE as node:net does. */
export async function listen(server: Server, port: number): Promise<number> {
  const address = `127.0.0.1:${port}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error.message.includes("EADDRINUSE") ? addressInUse(address, port) : error);
    });
  });
}

function addressInUse(address: string, port: number): Error {
  return Object.assign(new Error(`listen EADDRINUSE: address already in use ${address}`), {
    code: "EADDRINUSE",
    syscall: "listen",
    address: "127.0.0.1",
    port,
  });
}
