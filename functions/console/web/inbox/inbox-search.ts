import { type ViewId, views } from "./views.ts";

/** What of the inbox stands in the address. */
export type InboxSearch = {
  view: ViewId;
  /** Of one outlet only. */
  outlet?: string;
  /** The conversation that is open. */
  open?: string;
};

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What an address does not say, or says wrongly, is the usual: an old link still opens. */
export function parseInboxSearch(given: Record<string, unknown>): InboxSearch {
  const view = views.find(({ id }) => id === given["view"])?.id ?? "all";
  const [outlet, open] = [idOf(given["outlet"]), idOf(given["open"])];
  return { view, ...(outlet === undefined ? {} : { outlet }), ...(open === undefined ? {} : { open }) };
}

function idOf(value: unknown): string | undefined {
  return typeof value === "string" && uuid.test(value) ? value : undefined;
}
