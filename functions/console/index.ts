import { fileURLToPath } from "node:url";
import { onFetch } from "../../shared/runtime/on-fetch.ts";
import { createHandler } from "./handle.ts";
import { consoleFunction } from "./services.ts";

const pages = fileURLToPath(new URL("web/dist/", import.meta.url));

onFetch(consoleFunction, [], (services) => createHandler(services, pages));
