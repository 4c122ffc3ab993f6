import { classifyError } from "../../whatsapp/rules/error-class.ts";

/** Why an outlet cannot send, as a word to sort by and in words for its admin. */
export type OutletProblem = { reason: string; message: string };

type Row = [codes: (number | [from: number, to: number])[], reason: string, message: string];

const table: Row[] = [
  [
    [0, 190, 401],
    "token-invalid",
    "WhatsApp does not accept the access token: it has expired, was withdrawn, or was copied incompletely. Make a new one in Meta's business settings and store it here.",
  ],
  [
    [3, 10, [200, 299], 131005, 403],
    "permission-missing",
    "The access token lacks a permission. It needs whatsapp_business_messaging and whatsapp_business_management for this WhatsApp Business account.",
  ],
  [
    [33],
    "number-not-found",
    "WhatsApp knows no phone number of this id, or the access token may not see it. Compare the id with the one in WhatsApp Manager.",
  ],
  [
    [368, 131031],
    "account-blocked",
    "Meta has blocked or locked this WhatsApp Business account. The reason stands in WhatsApp Manager, under account quality.",
  ],
  [
    [131042, 131044, 134011],
    "payment-problem",
    "WhatsApp refuses because of a payment matter. Look at the payment method and its terms in Meta's business settings.",
  ],
  [
    [131048],
    "spam-limit",
    "WhatsApp limits this number because customers blocked or reported it. Look at its quality rating in WhatsApp Manager.",
  ],
  [
    [131037, 131045, 133000, 133005, 133006, 133008, 133009, 133010, 133015, 133016],
    "number-not-registered",
    "The phone number is not registered, or its display name is not approved. Finish its registration in WhatsApp Manager.",
  ],
];

export const accountNotFound: OutletProblem = {
  reason: "account-not-found",
  message:
    "WhatsApp knows no WhatsApp Business account of this id, or the access token may not see it. Compare the id with the one in WhatsApp Manager.",
};

export const wrongAccount: OutletProblem = {
  reason: "wrong-account",
  message:
    "The phone number does not belong to this WhatsApp Business account. Compare both ids with those in WhatsApp Manager.",
};

export const accountTooLarge: OutletProblem = {
  reason: "account-too-large",
  message:
    "This WhatsApp Business account has more phone numbers than can be looked through, so that nothing shows the number is one of them.",
};

export const tokenUnreadable: OutletProblem = {
  reason: "token-unreadable",
  message: "The stored access token cannot be opened any more. Store it here anew.",
};

export const numberTaken: OutletProblem = {
  reason: "number-taken",
  message:
    "The phone number is connected in another account of this CRM, whose access token still opens it. Withdraw that token in Meta's business settings, or delete the outlet there.",
};

const refused = "whatsapp-refused";
const reasons = new Set([
  ...table.map(([, reason]) => reason),
  accountNotFound.reason,
  wrongAccount.reason,
  accountTooLarge.reason,
  tokenUnreadable.reason,
  refused,
]);

/** Whether a refusal to show a number, or its account's numbers, says that the token does not open it (any more). */
export function losesNumber(code: number): boolean {
  return ["token-invalid", "permission-missing", "number-not-found"].includes(describeRefusal(code).reason);
}

/** What a refusal of Graph's, by its code, says of the outlet. */
export function describeRefusal(code: number): OutletProblem {
  const row = table.find(([codes]) =>
    codes.some((known) =>
      typeof known === "number" ? known === code : known[0] <= code && code <= known[1],
    ),
  );
  if (row !== undefined) return { reason: row[1], message: row[2] };
  const { note } = classifyError({ code });
  return { reason: refused, message: `WhatsApp refuses with error ${code} (${note}).` };
}

/**
 * Whether a refused send says that nothing else will go out through the outlet either, until somebody has acted.
 * What concerns one contact or one template holds up that alone.
 */
export function pausesOutlet(refusal: { code: number; httpStatus?: number | undefined }): boolean {
  const { action, scope } = classifyError(refusal);
  return action === "operator" && scope !== "contact" && scope !== "message";
}

/** Whether an outlet was paused because of WhatsApp, so that it may go on when WhatsApp says that all is well. */
export function isWhatsAppReason(reason: string | null): boolean {
  return reason !== null && reasons.has(reason);
}
