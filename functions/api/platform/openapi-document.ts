import { OpenAPIHono } from "@hono/zod-openapi";
import { describeComponents, describeRoute } from "../http/describe-route.ts";
import type { Route } from "../http/route.ts";
import { describeHealth } from "./health.ts";

const description = `Every answer is JSON. Errors are problem details (RFC 9457) with a stable \`code\`, which \`type\` leads to
the explanation of, and \`errors\` naming fields. A field or parameter that an operation does not know is refused with 400, and
a method that an address does not take with 405.

**Signing in.** \`Authorization: Bearer …\` with an ID token of Firebase Authentication, or with an API key of a tenant.
Operators, and admins of a tenant that wants it (\`adminSecondFactor\`), sign in with a second factor; without it they are answered
with 403 and the code \`second-factor-required\`. Operators reach every tenant; everybody else reaches their own, and what is another's looks as if it were not there. What is
a tenant's own (its knowledge, answers, templates, files) an operator sees only during an access that it opened with a reason:
\`POST /tenants/{id}/accesses\`, and its id as \`X-Tenant-Access\`. Each operation says in \`x-allowed\` whom it lets in.

**Listings** come in pages: \`limit\` and \`cursor\`, answered with \`data\` and \`nextCursor\`, which is null on the last one. Most
are in the order of creation, \`order=asc\` from the oldest on or \`order=desc\` from the newest, and take \`createdFrom\` and
\`createdTo\`; each says which order it has unless told. A cursor goes with the parameters of the page that gave it.
An operator's listing over all tenants goes tenant by tenant, and a page of it may be short and still have a next one.

**Writing twice.** A POST, PUT or DELETE with an \`Idempotency-Key\` is done once; its repetitions are answered alike for
24 hours, marked \`Idempotency-Replayed: true\`. Another request under the same key is refused with 422, one that comes
while the first is at work with 409. Failures are not kept: they may be tried again under the same key.

**Writing over.** What has a \`version\` shows it as ETag. A change that names it, in \`If-Match\` or as \`version\` in the
body, is refused with 412 when somebody was faster; one that names none overwrites.

**Limits.** Requests a minute are limited for each address and for each tenant, counted by each running instance for
itself; \`RateLimit\` and \`RateLimit-Policy\` say what is left, and 429 comes with \`Retry-After\`.
`;

/** The OpenAPI document of what is served. Made when somebody asks for it: most instances end before anybody does. */
export function openApiDocument(routes: readonly Route[]): object {
  const described = new OpenAPIHono();
  describeHealth(described);
  describeComponents(described);
  for (const route of routes) described.openAPIRegistry.registerPath(describeRoute(route));
  const { webhooks: _, ...document } = described.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "WhatsApp CRM",
      version: "1.0.0",
      description,
      license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
    },
    servers: [{ url: "/" }],
    tags: [
      { name: "Tenants", description: "The businesses" },
      { name: "Outlets", description: "Their shops, each with a WhatsApp number" },
      { name: "Users", description: "Their people" },
      { name: "API keys", description: "For their machines" },
      {
        name: "Messages",
        description: "What is sent to customers, files in and out, and what they want of marketing",
      },
      { name: "Templates", description: "The messages that Meta has approved" },
      {
        name: "Conversations",
        description: "The inbox: who answers a customer, what was said, noted and done",
      },
      {
        name: "Contacts",
        description: "Customers: who they are, what they are called here, whom nobody answers",
      },
      { name: "Tags", description: "What conversations are marked with" },
      { name: "Canned replies", description: "What people say often, by a shortcut" },
      { name: "Knowledge", description: "What the bot answers from, and what it could not answer" },
      { name: "Documents", description: "Of which the knowledge is made" },
      { name: "Answers", description: "How the bot answers, and what people think of it" },
      { name: "Billing", description: "Plans, usage, invoices, and what was paid" },
      { name: "Audit log", description: "Who changed what" },
      { name: "Platform", description: "Whether the API works" },
    ],
  });
  return document;
}
