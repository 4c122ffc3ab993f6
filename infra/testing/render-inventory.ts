import type { Collected } from "./collect-resources.ts";

/** What matters about a resource to somebody who reads the list. */
const shown: Record<string, (inputs: Record<string, unknown>) => string> = {
  IAMMember: grantLine,
  IamMember: grantLine,
  Function: ({ serviceConfig }) => sizesOf(serviceConfig as Record<string, unknown>),
  Subscription: ({ topic, pushConfig }) =>
    `${last(topic)} → ${String((pushConfig as Record<string, unknown>)["pushEndpoint"])}`,
  Job: ({ schedule }) => (schedule === undefined ? "" : String(schedule)),
  DatabaseInstance: ({ databaseVersion, settings }) =>
    `${String(databaseVersion)} ${String((settings as Record<string, unknown>)["tier"])} ${String((settings as Record<string, unknown>)["availabilityType"])}`,
  AlertPolicy: ({ displayName }) => String(displayName),
};

/** Every resource of a plan by type, one a line: to be read in review, and to see what a change changes. */
export function renderInventory(resources: readonly Collected[]): string {
  const types = Map.groupBy(resources, ({ type }) => type);
  const sections = [...types].map(([type, ofType]) => {
    const lines = ofType.map((resource) => `  ${lineOf(resource)}`.trimEnd());
    return `${type} (${ofType.length})\n${lines.join("\n")}\n`;
  });
  return `${resources.length} resources\n\n${sections.join("\n")}`;
}

function lineOf({ type, name, inputs, protect }: Collected): string {
  const [, show] = Object.entries(shown).find(([ending]) => type.endsWith(ending)) ?? [];
  const detail = show?.(inputs) ?? "";
  return [name.padEnd(36), protect ? "protected" : "", detail].filter((part) => part !== "").join("  ");
}

function grantLine({ role, member, condition }: Record<string, unknown>): string {
  const when = condition === undefined ? "" : " (on this instance)";
  return `${String(role)} → ${String(member)
    .replace(/@.*/, "")
    .replace(/^serviceAccount:/, "")}${when}`;
}

function sizesOf(config: Record<string, unknown>): string {
  const {
    availableMemory,
    maxInstanceRequestConcurrency,
    minInstanceCount,
    maxInstanceCount,
    timeoutSeconds,
    ingressSettings,
  } = config;
  const scale = `${String(minInstanceCount)}–${String(maxInstanceCount)} × ${String(maxInstanceRequestConcurrency)}`;
  return `${String(availableMemory)} ${scale} ${String(timeoutSeconds)} s ${String(ingressSettings)}`;
}

function last(id: unknown): string {
  return String(id).split("/").at(-1) ?? "";
}
