import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { ApiError } from "./api-error.ts";
import { faultRequest } from "./faults.ts";
import { replyForms } from "./reply-form.ts";
import type { ServerState } from "./server-state.ts";
import { parseBody } from "./parse-body.ts";
import { readBody } from "./read-body.ts";
import { sendJson } from "./send-response.ts";

const transcript = z.strictObject({
  text: z.string(),
  language: z.string().optional(),
  seconds: z.number().positive().optional(),
});

const settings = z.strictObject({
  delayMs: z.int().min(0).max(600_000).optional(),
  replyForm: z.enum(replyForms).optional(),
  transcripts: z.record(z.string(), transcript).optional(),
  modelEnds: z.record(z.string(), z.iso.date().nullable()).optional(),
});

/**
 * The server's own controls, without a key: `POST`, `GET`, `DELETE /__control/faults`, `POST /__control/settings`
 * (`{"delayMs":250}`, `{"replyForm":"object"}`, `{"modelEnds":{"gpt-4o-mini":"2027-01-14"}}`), `GET`, `DELETE /__control/requests` (the last 200).
 */
export async function handleControl(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  state: ServerState,
): Promise<void> {
  switch (`${request.method} ${url.pathname.slice("/__control/".length)}`) {
    case "POST faults":
      state.faults.add([parseBody(faultRequest, await readBody(request))].flat());
      return sendJson(response, 200, { faults: state.faults.list() });
    case "GET faults":
      return sendJson(response, 200, { faults: state.faults.list() });
    case "DELETE faults":
      state.faults.clear();
      return sendJson(response, 200, { faults: [] });
    case "POST settings": {
      const { delayMs, replyForm, modelEnds, transcripts } = {
        ...state,
        ...parseBody(settings, await readBody(request)),
      };
      Object.assign(state, { delayMs, replyForm, modelEnds, transcripts });
      return sendJson(response, 200, { delayMs, replyForm, modelEnds });
    }
    case "GET requests":
      return sendJson(response, 200, { requests: state.requests, embedded: state.embedder.computed() });
    case "DELETE requests":
      state.requests.length = 0;
      return sendJson(response, 200, { requests: [] });
    default:
      throw new ApiError(404, "No such control.");
  }
}
