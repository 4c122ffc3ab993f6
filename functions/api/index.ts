import { onFetch } from "../../shared/runtime/on-fetch.ts";
import { createApp } from "./app.ts";
import { apiFunction } from "./services.ts";

onFetch(apiFunction, ["/api", "/health", "/ready"], (services) => {
  const app = createApp(services);
  return async (request, peer) => app.fetch(request, peer);
});
