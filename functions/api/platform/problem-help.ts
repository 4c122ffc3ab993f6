import type { ProblemCode } from "../../../shared/runtime/errors.ts";

/** What a caller does about each code. */
export const problemHelp: Readonly<Record<ProblemCode, string>> = {
  "bad-request": "Send JSON in UTF-8. The same request will fail again.",
  invalid:
    "`errors` names each field or parameter that is wrong, where it is, and why. A field that the address does not know is refused too, for a misspelt one would change nothing.",
  "idempotency-required":
    "WhatsApp itself knows no repetition, so that a doubled call would reach the customer twice. Send an `Idempotency-Key` of your making, the same for every try, or a `clientId` in the body.",
  unauthorized:
    "Send `Authorization: Bearer …` with an ID token that has not expired, or an API key. A token from before its person's role was changed is refused: sign in again.",
  forbidden:
    "Who you are may not do this: each operation says in `x-allowed` who may. What is another tenant's is answered with 404 instead.",
  "second-factor-required": "Sign in with a second factor, and send that token.",
  "tenant-suspended": "Pay what is owed, or ask the operator: until then nothing is answered.",
  "not-found": "It does not exist, or is not within your reach; which of them is not told.",
  "method-not-allowed": "The `Allow` header names the methods that this address takes.",
  "too-slow": "Send the body faster.",
  "window-closed":
    "24 hours have passed since the customer wrote last: send a template, or give the tenant a `windowTemplate` in its messaging settings.",
  taken: "Look at who has it (`assignee`); an admin or that colleague can give it to you with `assign`.",
  "conversation-moved":
    "Read `newerMessages`, and send again with the last one's id if your words still fit.",
  conflict: "Read it again: `detail` and `errors` say what it clashes with.",
  "plan-limit-reached":
    "`limit` says which limit, and which plan has room. Remove something, or change the plan.",
  gone: "It was kept for a time only, which is over.",
  "precondition-failed":
    "Somebody was faster: read it again, and decide anew. The `ETag` header is its version now.",
  "too-large": "`detail` says how large a body may be. Files go by an upload.",
  "unsupported-media-type": "Send `Content-Type: application/json`.",
  unproven: "WhatsApp does not confirm what the outlet would be given: `statusReason` says what it minds.",
  "idempotency-mismatch": "Use a new key for another request; the same key only to repeat one.",
  "confirmation-required": "`detail` says what would be done, and how to confirm it.",
  "too-many-requests": "Go on after as many seconds as `Retry-After` says.",
  internal:
    "It is logged; name `requestId` when asking for help. Trying again once is no harm with an `Idempotency-Key`.",
  unavailable: "Try again after as many seconds as `Retry-After` says, with the same `Idempotency-Key`.",
  "timed-out": "It may have been done or not: repeat it with the same `Idempotency-Key`.",
};
