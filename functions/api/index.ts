import { onFetch } from "../../shared/runtime/on-fetch.ts";
import { createApp } from "./app.ts";

onFetch("api", ["/api", "/health", "/ready"], (services) => {
  const app = createApp(services);
  return async (request, peer) => app.fetch(request, peer);
});
