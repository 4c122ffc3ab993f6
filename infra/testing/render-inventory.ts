import type { Collected } from "./collect-resources.ts";
import { text } from "./text.ts";

/** What matters about a resource to somebody who reads the list. */
const shown: Record<string, (inputs: Record<string, unknown>) => string> = {
  IAMMember: grantLine,
  IamMember: grantLine,
  Function: ({ serviceConfig }) => sizesOf(serviceConfig as Record<string, unknown>),
  Subscription: ({ topic, pushConfig }) =>
    `${last(topic)} → ${text((pushConfig as Record<string, unknown>)["pushEndpoint"])}`,
  Job: ({ schedule }) => (schedule === undefined ? "" : text(schedule)),
  DatabaseInstance: ({ databaseVersion, settings }) =>
    `${text(databaseVersion)} ${text((settings as Record<string, unknown>)["tier"])} ${text((settings as Record<string, unknown>)["availabilityType"])}`,
  AlertPolicy: ({ displayName }) => text(displayName),
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
  return `${text(role)} → ${text(member)
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
  const scale = `${text(minInstanceCount)}–${text(maxInstanceCount)} × ${text(maxInstanceRequestConcurrency)}`;
  return `${text(availableMemory)} ${scale} ${text(timeoutSeconds)} s ${text(ingressSettings)}`;
}

function last(id: unknown): string {
  return text(id).split("/").at(-1) ?? "";
}
