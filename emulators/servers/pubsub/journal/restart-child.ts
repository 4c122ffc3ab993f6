import { startPubSub } from "../start-pubsub.ts";

// A server in a process of its own, for a test to kill.
const { url } = await startPubSub({ port: 0, dataDir: process.argv[2] });
process.send?.({ url });
