/**
 * What a button carries (the payload of a template's quick reply, the id of a reply button) so that its tap opts out of
 * marketing or in, whatever stands on it.
 */
export const consentPayloads: Readonly<Record<string, "opt_in" | "opt_out">> = {
  "consent:opt_out": "opt_out",
  "consent:opt_in": "opt_in",
};
