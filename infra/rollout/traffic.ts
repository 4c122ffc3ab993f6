/** A service of Cloud Run, as much of it as says who gets its requests. https://cloud.google.com/run/docs/reference/rest/v2/projects.locations.services */
export type Service = {
  latestReadyRevision?: string;
  /** True while a change is under way. */
  reconciling?: boolean;
  traffic?: Target[];
  trafficStatuses?: { revision?: string; percent?: number }[];
};

export type Target = { type: "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION"; revision: string; percent: number };

/** Which revision answers now, and which is there to take over; undefined where none is. */
export function waitingRevision(service: Service): { serving: string; waiting: string } | undefined {
  const waiting = shortName(service.latestReadyRevision);
  const [most] = (service.trafficStatuses ?? []).toSorted((a, b) => (b.percent ?? 0) - (a.percent ?? 0));
  const serving = shortName(most?.revision);
  return serving === "" || waiting === "" || serving === waiting ? undefined : { serving, waiting };
}

/**
 * By name, never `latest`: a function that is deployed with `allTrafficOnLatestRevision: false` leaves such a split as it
 * is, while one that goes to the latest revision would take in each new one at once.
 */
export function split(shares: Readonly<Record<string, number>>): Target[] {
  return Object.entries(shares)
    .filter(([, percent]) => percent > 0)
    .map(([revision, percent]) => ({ type: "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION", revision, percent }));
}

export function isPinned({ traffic = [] }: Service): boolean {
  return traffic.length > 0 && traffic.every(({ revision }) => revision !== undefined && revision !== "");
}

/** `crm-sender-00007-abc` of a revision's full name, or of that itself. */
export function shortName(revision: string | undefined): string {
  return revision?.split("/").at(-1) ?? "";
}
