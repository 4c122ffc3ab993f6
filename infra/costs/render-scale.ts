import type { Contracts } from "../context.ts";
import type { Settings } from "../settings.ts";
import { assumed, fullness, type Load, loadsAt } from "./scale.ts";

const rates = [1, 10, 100, 1_000, 10_000];

/** What falls first at which rate, as a page. */
export function renderScale(contracts: Contracts, settings: Settings): string {
  const sections = rates.map((rate) => section(rate, loadsAt(rate, contracts, settings)));
  return [
    "# What falls first",
    "Made by `npm run inventory` from the contracts, the prod example and the assumptions in [scale.ts](scale.ts): customers' messages a second",
    "that the bot answers once. Arithmetic, not a load test: it says in which order things run out, and what then.",
    `Assumed, and not measured: ${assumed.databaseMs} ms of the database's processor and ${assumed.heldMs} ms of a connection for each delivery, ${assumed.usableShare * 100} % of the processor usable.`,
    "",
    ...sections,
  ].join("\n");
}

function section(rate: number, loads: readonly Load[]): string {
  const rows = loads.map((load) => {
    const { what, needed, available, unit, relief } = load;
    const full = fullness(load);
    return `| ${what} | ${round(needed)} of ${round(available)} ${unit} | ${round(full * 100)} % | ${full > 1 ? relief : ""} |`;
  });
  return [`## ${rate} a second`, "", "| | needed | full | then |", "|---|---|---:|---|", ...rows, ""].join(
    "\n",
  );
}

function round(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(2)));
}
