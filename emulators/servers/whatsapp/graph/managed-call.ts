import type { Context } from "../context.ts";
import type { Route, RouteRequest } from "../http/route.ts";
import { errorTitle } from "./error-titles.ts";
import { graphError } from "./graph-error.ts";

/** A call about an account or a number rather than a message, which counts towards the limits of such calls. */
export function managedCall(context: Context, handle: Route["handle"]): Route["handle"] {
  return async (given: RouteRequest) => {
    const id = given.params.id ?? "";
    const wabaId = context.state.numbers.get(id)?.wabaId ?? context.state.templates.get(id)?.wabaId ?? id;
    const refusal = context.pacer.refuseCall(wabaId);
    if (refusal === undefined) return handle(given);
    given.request.resume();
    const { code, waitMs } = refusal;
    const usage = {
      [wabaId]: [
        {
          type: "whatsapp_business_management",
          call_count: 100,
          total_cputime: 0,
          total_time: 0,
          estimated_time_to_regain_access: Math.ceil(waitMs / 60_000),
        },
      ],
    };
    const reply = graphError({ code, message: errorTitle(code), isTransient: true });
    return {
      ...reply,
      headers: { ...reply.headers, "x-business-use-case-usage": JSON.stringify(usage) },
    };
  };
}
