import { STATUS_CODES } from "node:http";
import { sendEmpty, sendJson } from "./exchange.ts";
import type { Exchange } from "./exchange.ts";
import { HttpError } from "./http-error.ts";
import type { Route } from "./route.ts";

/** Answers an error in the form of the API that was asked: JSON, XML, or plain text for a download. */
export function sendError({ res, req, query }: Exchange, error: unknown, route: Route | undefined): void {
  if (res.headersSent || res.destroyed || req.socket.destroyed) {
    res.destroy();
    return;
  }
  const known = error instanceof HttpError ? error : new HttpError(500, "backendError", "Internal error");
  if (known !== error) console.error("storage: unexpected error", error);
  const { status, reason, message } = known;

  if (status === 304 || req.method === "HEAD") return sendEmpty(res, status);
  if (route?.kind === "xml") return sendText(res, status, "application/xml; charset=UTF-8", xml(known));
  if (query.get("alt") === "media") return sendText(res, status, "text/html; charset=UTF-8", message);
  const errors = [{ message, domain: "global", reason }];
  sendJson(res, { error: { code: status, message, errors } }, status);
}

function sendText(res: Exchange["res"], status: number, contentType: string, text: string): void {
  res.writeHead(status, { "content-type": contentType, "content-length": Buffer.byteLength(text) });
  res.end(text);
}

function xml({ status, reason, message }: HttpError): string {
  const codes: Record<string, string> = { notFound: "NoSuchKey", conditionNotMet: "PreconditionFailed" };
  const code =
    codes[reason] ?? (/^[A-Z]/.test(reason) ? reason : (STATUS_CODES[status] ?? "").replaceAll(" ", ""));
  const escaped = message.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<?xml version='1.0' encoding='UTF-8'?><Error><Code>${code}</Code><Message>${escaped}</Message></Error>`;
}
