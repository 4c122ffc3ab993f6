/** What each status of a problem says of the request, for the OpenAPI document. */
export const problemMeanings = {
  400: "Some fields are not as they must be",
  401: "No valid token or key",
  403: "Not permitted, or the tenant is suspended",
  404: "Not there, or not within reach",
  405: "The address does not take that method; Allow names those that it takes",
  409: "Clashes with what is there",
  410: "It is not kept any more",
  412: "It was changed in the meantime",
  413: "The body is too large",
  415: "The body is not JSON",
  422: "The Idempotency-Key was used for another request, or WhatsApp does not confirm what a working outlet is to be given",
  428: "Needs a confirmation; `detail` says how",
  429: "Too many requests; Retry-After says when to go on",
  500: "Something went wrong on our side; name `requestId` when asking for help",
  503: "What it needs is away just now; Retry-After says when to try again",
  504: "It took too long, and may have been done or not: repeat it with the same Idempotency-Key",
};

export type ProblemStatus = keyof typeof problemMeanings;
