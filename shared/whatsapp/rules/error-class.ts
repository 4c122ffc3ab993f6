/** What to do about an error of a send. */
export type ErrorAction =
  /** Provably not sent: try again later. */
  | "retry"
  /** May have been sent: never repeat it blindly. */
  | "ambiguous"
  /** This message will never go. */
  | "permanent"
  /** Only a template may be sent now. */
  | "needs_template"
  /** Someone has to act before anything in the scope goes out again. */
  | "operator";

/** What the error holds up. */
type ErrorScope = "message" | "contact" | "number" | "account" | "app";

export type ErrorClass = { action: ErrorAction; scope: ErrorScope; note: string };

type Row = [
  codes: (number | [from: number, to: number])[],
  action: ErrorAction,
  scope: ErrorScope,
  note: string,
];

/**
 * Graph's error codes, from Meta's error page. Meta never says for which of them nothing was sent; the line between
 * "retry" and "ambiguous" is ours, drawn on the safe side.
 */
const table: Row[] = [
  [[4], "retry", "app", "app call limit: wait minutes"],
  [[80007], "retry", "account", "business account call limit: wait minutes"],
  [[130429], "retry", "number", "throughput limit: wait 1 s, doubling, with jitter"],
  [[131056], "retry", "contact", "pair rate limit: wait 6 s and more, this contact only"],
  [[131057], "retry", "number", "throughput upgrade under way: wait 1 to 5 minutes"],
  [[134101], "retry", "account", "template still syncing: wait 10 minutes"],

  [[1], "ambiguous", "message", "unknown error"],
  [[2], "ambiguous", "app", "temporary failure"],
  [[131000], "ambiguous", "message", "something went wrong"],
  [[131016], "ambiguous", "app", "service unavailable"],
  [[133004], "ambiguous", "number", "server unavailable"],
  [[2494100], "ambiguous", "number", "number in maintenance"],

  [[131047], "needs_template", "contact", "more than 24 hours since the customer wrote"],

  [[131026], "permanent", "contact", "undeliverable: not on WhatsApp, old app or terms not accepted"],
  [[131049], "permanent", "contact", "Meta limits marketing to this customer: not before 24 hours"],
  [[131050], "permanent", "contact", "the customer stopped marketing: set the opt-out"],
  [[130472], "permanent", "contact", "the customer is part of an experiment"],
  [[130403], "permanent", "contact", "the business blocked this customer"],
  [[131021], "permanent", "message", "recipient is the sender"],
  [[131051], "permanent", "message", "unsupported message type"],
  [[131052], "permanent", "message", "inbound media could not be fetched: ask for it again"],
  [[131053], "permanent", "message", "media could not be uploaded: upload it and send its id"],
  [[131060], "permanent", "message", "message not available"],
  [[131062], "permanent", "contact", "authentication templates need a phone number"],
  [[131063], "permanent", "message", "the template cannot be used here"],
  [[100, 131008, 131009, 135000], "permanent", "message", "bad parameter: a fault of ours"],
  [[132000, 132012, 132018], "permanent", "message", "template parameters do not fit"],
  [[132001], "permanent", "account", "template or language missing or not approved: refresh the templates"],
  [[132005, 132007, 132008], "permanent", "message", "template text too long or against policy"],
  [[130497], "permanent", "account", "sending to this country is not allowed"],
  [[131055, 134100, 134102], "permanent", "message", "not possible through the marketing API"],
  [
    [
      [131200, 131299],
      [138000, 139999],
      [147001, 147005],
    ],
    "permanent",
    "message",
    "another product's error",
  ],

  [[0, 190], "operator", "account", "token invalid or expired: sign in again"],
  [[3, 10, [200, 299], 131005], "operator", "account", "permission missing"],
  [[33], "operator", "number", "no such number, or not for this token"],
  [[368, 131031], "operator", "account", "blocked for policy or locked"],
  [[131030], "operator", "contact", "test number: the recipient is not on its list"],
  [[131048], "operator", "number", "spam limit: stop, and look at the quality rating"],
  [[131042, 131044, 134011], "operator", "account", "payment or its terms"],
  [[131064], "operator", "account", "templates misused"],
  [[132015], "operator", "message", "template paused"],
  [[132016], "operator", "message", "template disabled: replace it"],
  [[132068, 132069], "operator", "message", "flow blocked or throttled"],
  [[133016], "operator", "number", "registered too often: up to 72 hours"],
  [
    [131037, 131045, 133000, 133005, 133006, 133008, 133009, 133010, 133015],
    "operator",
    "number",
    "name, registration or PIN of the number",
  ],
  [[137000], "operator", "contact", "the customer's identity key changed"],
  [[[2593107, 2593109]], "operator", "number", "sync with the WhatsApp Business app"],
];

const classes = new Map<number, ErrorClass>();
const ranges: { from: number; to: number; errorClass: ErrorClass }[] = [];
for (const [codes, action, scope, note] of table) {
  for (const code of codes) {
    const errorClass = { action, scope, note };
    if (typeof code === "number") classes.set(code, errorClass);
    else ranges.push({ from: code[0], to: code[1], errorClass });
  }
}

/**
 * What to do about an error, by its code; Meta asks not to decide by HTTP status. Only an answer without a code,
 * for which `code` repeats `httpStatus`, and a code that is not known fall back on the status.
 */
export function classifyError(error: {
  code: number;
  httpStatus?: number | undefined;
  isTransient?: boolean | undefined;
}): ErrorClass {
  const { code, isTransient = false } = error;
  if (code === error.httpStatus) return classifyStatus(code);
  const httpStatus = error.httpStatus ?? 0;
  const known = classes.get(code) ?? ranges.find(({ from, to }) => from <= code && code <= to)?.errorClass;
  if (known !== undefined) return known;
  if (isTransient || httpStatus >= 500 || httpStatus === 408)
    return { action: "ambiguous", scope: "message", note: "unknown code, said to pass" };
  return { action: "permanent", scope: "message", note: "unknown code: look it up" };
}

function classifyStatus(httpStatus: number): ErrorClass {
  if (httpStatus === 429) return { action: "retry", scope: "app", note: "throttled before Graph" };
  if (httpStatus === 401 || httpStatus === 403)
    return { action: "operator", scope: "account", note: "refused before Graph" };
  if (httpStatus >= 500 || httpStatus === 408)
    return { action: "ambiguous", scope: "message", note: "no definite answer" };
  return { action: "permanent", scope: "message", note: "refused before Graph" };
}
