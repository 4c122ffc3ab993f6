import type { Contracts } from "../context.ts";
import type { Settings } from "../settings.ts";
import { idleCosts } from "./idle-costs.ts";
import { messageCosts, modelCosts } from "./message-costs.ts";
import type { Item } from "./prices.ts";

/** The whole estimate as a page: what stacks cost when idle, and what a million messages cost on top. */
export function renderCosts(contracts: Contracts, stacks: Readonly<Record<string, Settings>>): string {
  const idle = Object.entries(stacks).map(([name, settings]) =>
    table(`The example stack \`${name}\`, a month at idle`, idleCosts(contracts, settings)),
  );
  const messages = messageCosts(contracts);
  return [
    "# What it costs",
    "Made by `npm run inventory` from the contracts, the example stacks and the list prices in [prices.ts](prices.ts): US dollars, Iowa,",
    "May 2026, without discounts and free tiers. Look the prices up for your region and day before you rely on any sum.",
    "",
    ...idle,
    table("A million customers' messages, each answered once by the bot", messages),
    table("The model for these", [modelCosts()]),
    "Not counted: logs (free up to 50 GiB a month), traffic to the internet, objects, images, alerts, Cloud SQL's backups, WhatsApp's own",
    "charges (answers inside the 24-hour window are free of charge; templates by Meta's list).",
    "",
  ].join("\n");
}

/** A sum as a reader wants it. */
export function dollarsOf(items: readonly Item[]): number {
  return Math.round(items.reduce((sum, { dollars }) => sum + dollars, 0));
}

function table(title: string, items: readonly Item[]): string {
  const rows = items.map(({ what, how, dollars }) => `| ${what} | ${how} | ${dollars.toFixed(2)} |`);
  const sum = `| **together** | | **${dollarsOf(items)}** |`;
  return [`## ${title}`, "", "| | | $ |", "|---|---|---:|", ...rows, sum, ""].join("\n");
}
