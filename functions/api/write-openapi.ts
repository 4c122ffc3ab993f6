import { writeFile } from "node:fs/promises";
import { openApiDocument } from "./platform/openapi-document.ts";
import { routes } from "./routes.ts";

/** Commits the OpenAPI document of the routes as they are now. */
await writeFile(
  new URL("openapi.json", import.meta.url),
  `${JSON.stringify(openApiDocument(routes), null, 2)}\n`,
);
