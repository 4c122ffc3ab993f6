import { connect } from "node:net";

/** Whether something listens on the port of this machine. */
export async function isPortTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
  }).then((taken) => taken === true);
}
