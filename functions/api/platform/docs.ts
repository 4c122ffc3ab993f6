import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Hono, MiddlewareHandler } from "hono";
import getAbsoluteFSPath from "swagger-ui-dist/absolute-path.js";
import type { AppEnv } from "../http/app-env.ts";
import type { Route } from "../http/route.ts";
import { problemsPage } from "../http/present-problem.ts";
import { openApiDocument } from "./openapi-document.ts";
import { problemsHtml } from "./problems-page.ts";

/** Swagger UI from its own package: no other host is asked, and no script stands in the page. */
const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>WhatsApp CRM API</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
`;
const start = `SwaggerUIBundle({ url: "/api/openapi.json", dom_id: "#swagger-ui", deepLinking: true, persistAuthorization: true });
`;
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  // Swagger UI sets styles on its elements, and shows icons as data.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** `/api/docs` and `/api/openapi.json`, for everyone: they hold nothing but how to ask. */
export function registerDocs(
  app: Hono<AppEnv>,
  routes: readonly Route[],
  limitAddresses: MiddlewareHandler<AppEnv>,
): void {
  app.on("GET", ["/api/openapi.json", "/api/docs/*"], limitAddresses);
  let document: object | undefined;
  app.get("/api/openapi.json", (c) => c.json((document ??= openApiDocument(routes))));
  app.on("GET", ["/api/docs", "/api/docs/"], (c) =>
    c.html(page, 200, { "content-security-policy": contentSecurityPolicy }),
  );
  app.get(problemsPage, (c) =>
    c.html(problemsHtml(), 200, { "content-security-policy": contentSecurityPolicy }),
  );
  app.get("/api/docs/start.js", (c) =>
    c.body(start, 200, { "content-type": "text/javascript; charset=utf-8" }),
  );
  for (const [file, type] of Object.entries(assets)) {
    app.get(`/api/docs/${file}`, async (c) => {
      const content = await readFile(join(getAbsoluteFSPath(), file));
      return c.body(content, 200, { "content-type": type, "cache-control": "public, max-age=3600" });
    });
  }
}

const assets = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
};
