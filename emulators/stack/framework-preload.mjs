// Loaded before the functions-framework's own binary, which it leaves as it is: keeps it on this machine, tells
// the parent its port, and ends with the parent. Plain JavaScript, for it counts towards the start that is measured.
import { Server } from "node:net";

const { listen } = Server.prototype;
Server.prototype.listen = function listenOnLoopback(port, ...rest) {
  this.once("listening", () => process.send?.({ ports: { [process.env.HOST_NAME]: this.address().port } }));
  return listen.call(this, Number(port), "127.0.0.1", ...rest);
};
process.on("disconnect", () => process.exit(0));
