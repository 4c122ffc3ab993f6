import { writeFile } from "node:fs/promises";
import { describeApi } from "./platform/describe-api.ts";

/** Commits the OpenAPI document of the routes as they are now. */
await writeFile(new URL("openapi.json", import.meta.url), `${JSON.stringify(describeApi(), null, 2)}\n`);
