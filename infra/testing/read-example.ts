import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { parseSettings, type Settings } from "../settings.ts";

export type StackName = "dev" | "staging" | "prod";

/** An example stack's settings, read. */
export function readExample(stack: StackName): Settings {
  const own = Object.entries(contentOf(stack)).flatMap(([name, value]) => {
    const [, key] = /^whatsapp-crm:(.+)$/.exec(name) ?? [];
    return key === undefined ? [] : [[key, value] as const];
  });
  return parseSettings(Object.fromEntries(own));
}

/** The same, as Pulumi hands it over: text as it is, all else as JSON. */
export function exampleConfig(stack: StackName): Record<string, string> {
  return asConfig(contentOf(stack));
}

export function asConfig(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

function contentOf(stack: StackName): Record<string, unknown> {
  const file = new URL(`../Pulumi.${stack}.yaml`, import.meta.url);
  return (parse(readFileSync(file, "utf8")) as { config: Record<string, unknown> }).config;
}
