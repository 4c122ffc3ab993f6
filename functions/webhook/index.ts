import { onHttp } from "../../shared/runtime/on-http.ts";
import { ownBodies } from "../../shared/runtime/own-bodies.ts";
import { handle } from "./handle.ts";

// The signature covers the bytes: they are read here, checked, and only then parsed.
ownBodies(({ headers }) => headers["x-hub-signature-256"] !== undefined);
onHttp("webhook", handle);
