import type { Context } from "../context.ts";
import { readJson } from "../http/read-json.ts";
import { jsonReply } from "../http/reply.ts";
import { route, type Route, type RouteRequest } from "../http/route.ts";
import { authorizeNumber, isReply } from "./authorize.ts";
import { describeNumber } from "./describe-number.ts";
import { invalidParameter } from "./graph-error.ts";
import { managedCall } from "./managed-call.ts";
import { markRead } from "./mark-read.ts";
import { deleteMedia, describeMedia, downloadMedia, uploadMedia } from "./media-routes.ts";
import { phoneNumbers } from "./phone-numbers.ts";
import { sendMessage } from "./send-message.ts";
import { messageTemplates } from "./template-routes.ts";
import { subscribedApps } from "./subscribed-apps.ts";

/** The part of the Graph API that the product uses, under any version. */
export function graphRoutes(context: Context): Route[] {
  const managed = (pattern: string, handle: Route["handle"]) => route(pattern, managedCall(context, handle));
  const methods = ["GET", "POST", "DELETE"];
  return [
    route("POST /:version/:id/messages", (given) => messages(context, given)),
    route("POST /:version/:id/media", ({ request, params }) =>
      uploadMedia(context, request, params.id ?? ""),
    ),
    ...methods.map((method) =>
      managed(`${method} /:version/:id/subscribed_apps`, ({ request, params }) =>
        subscribedApps(context, request, params.id ?? ""),
      ),
    ),
    ...methods.map((method) =>
      managed(`${method} /:version/:id/message_templates`, (given) => messageTemplates(context, given)),
    ),
    managed("GET /:version/:id/phone_numbers", ({ request, params, query }) =>
      phoneNumbers(context, request, params.id ?? "", query),
    ),
    route("GET /whatsapp_business/attachments/", ({ request, query }) =>
      downloadMedia(context, request, query),
    ),
    route("GET /:version/:id", (given) => describe(context, given)),
    route("DELETE /:version/:id", ({ request, params }) => deleteMedia(context, request, params.id ?? "")),
  ];
}

async function messages(context: Context, { request, response, params }: RouteRequest) {
  const number = authorizeNumber(context.state, request, params.id ?? "");
  if (isReply(number)) {
    request.resume();
    return number;
  }
  const body = await readJson(request);
  if (body === undefined) return invalidParameter("The body must be a JSON object");
  if ("status" in body) return markRead(context, number, body);
  const reply = await sendMessage(context, number, body);
  if (reply !== "hang") return reply;
  const hang = setTimeout(() => response.destroy(), context.faults.plan().send?.hangMs ?? 30_000);
  response.on("close", () => clearTimeout(hang));
  return undefined;
}

function describe(context: Context, given: RouteRequest) {
  const { request, params, query } = given;
  const id = params.id ?? "";
  if (context.state.media.get(id) !== undefined)
    return describeMedia(context, request, id, query.get("phone_number_id"));
  return managedCall(context, () => {
    const number = authorizeNumber(context.state, request, id);
    return isReply(number) ? number : jsonReply(describeNumber(number, query.get("fields")));
  })(given);
}
