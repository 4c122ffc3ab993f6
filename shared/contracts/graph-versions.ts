/**
 * Versions of Graph: from which day they are there and until when, by Meta's changelog
 * (https://developers.facebook.com/documentation/development/graph-api/changelog, read on 30 November 2026).
 * A version without an end has none announced yet.
 */
export const graphVersions: Readonly<Record<string, { since: string; endsOn?: string; remark?: string }>> = {
  "v25.0": { since: "2026-02-18", endsOn: "2028-07-29" },
  "v26.0": {
    since: "2026-07-29",
    // https://developers.facebook.com/docs/graph-api/changelog/version26.0
    remark:
      "Ends commerce orders, old owner fields of the Rights Manager, and five forms of requests, which ended for every " +
      "other version on 27 October 2026, so that they do not depend on the choice; its announcement names nothing of WhatsApp.",
  },
  "v27.0": {
    since: "2026-11-04",
    // https://developers.facebook.com/blog/post/2026/11/04/introducing-graph-api-v27-and-marketing-api-v27/
    remark:
      "Its announcement names nothing of WhatsApp. Its list of changes was not to be had, so it is not the default.",
  },
};

/** The newest whose list of changes could be looked at. */
export const defaultGraphVersion = "v26.0";
