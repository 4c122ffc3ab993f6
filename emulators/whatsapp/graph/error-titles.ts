/** Titles of the errors that are most often asked for by a fault plan. */
const titles: Record<number, string> = {
  1: "An unknown error occurred",
  2: "Service temporarily unavailable",
  4: "Application request limit reached",
  10: "Application does not have permission for this action",
  100: "Invalid parameter",
  190: "Invalid OAuth access token",
  368: "Temporarily blocked for policies violations",
  80007: "Rate limit hit",
  130429: "Rate limit hit",
  130472: "User's number is part of an experiment",
  131000: "Something went wrong",
  131009: "Parameter value is not valid",
  131016: "Service unavailable",
  131021: "Recipient cannot be sender",
  131026: "Message undeliverable",
  131031: "Account has been locked",
  131042: "Business eligibility payment issue",
  131047: "Re-engagement message",
  131048: "Spam rate limit hit",
  131049: "This message was not delivered to maintain healthy ecosystem engagement",
  131050: "User has stopped marketing messages",
  131051: "Message type unsupported",
  131053: "Media upload error",
  131056: "(Business Account, Consumer Account) pair rate limit hit",
  131057: "Account in maintenance mode",
  132000: "Template param count mismatch",
  132001: "Template does not exist",
  132015: "Template is paused",
  132016: "Template is disabled",
  133004: "Server temporarily unavailable",
  133010: "Phone number not registered",
};

export function errorTitle(code: number): string {
  return titles[code] ?? "Message failed to send";
}
