import { z } from "zod";
import type { Topic } from "../topic.ts";
import { topics } from "../topics.ts";

type JsonSchema = Record<string, unknown>;
export type TopicSnapshot = Record<string, { version: number; wire: string; data: JsonSchema }>;

/** The topics as they stand, in JSON Schema: what a reader written in any language may rely on. */
export function snapshotTopics(declared: Record<string, Topic> = topics): TopicSnapshot {
  return Object.fromEntries(
    Object.entries(declared).map(([name, { version, wire, data }]) => [
      name,
      { version, wire, data: z.toJSONSchema(data, { io: "output" }) as JsonSchema },
    ]),
  );
}

/**
 * What would break a reader of `before` that is given events of `after`, in words. A topic whose version was raised
 * may change as it likes; one that is gone must have been raised in none of its readers any more, so it is named.
 */
export function breakingChanges(before: TopicSnapshot, after: TopicSnapshot): string[] {
  return Object.entries(before).flatMap(([name, old]) => {
    const now = after[name];
    if (now === undefined) return [`${name} is gone`];
    if (now.version > old.version) return [];
    if (now.version < old.version) return [`${name} went back to version ${now.version}`];
    if (now.wire !== old.wire) return [`${name} lies differently on the wire`];
    return schemaBreaks(name, old.data, now.data);
  });
}

function schemaBreaks(path: string, before: JsonSchema, after: JsonSchema): string[] {
  const oldProperties = (before["properties"] ?? {}) as Record<string, JsonSchema>;
  const newProperties = (after["properties"] ?? {}) as Record<string, JsonSchema>;
  const oldRequired = (before["required"] ?? []) as string[];
  const newRequired = (after["required"] ?? []) as string[];
  const strip = ({ properties: _p, required: _r, ...rest }: JsonSchema): string => JSON.stringify(rest);
  return [
    ...(strip(before) === strip(after) ? [] : [`${path} has another form`]),
    ...Object.keys(oldProperties)
      .filter((key) => !Object.hasOwn(newProperties, key))
      .map((key) => `${path}.${key} is gone`),
    ...oldRequired
      .filter((key) => Object.hasOwn(newProperties, key) && !newRequired.includes(key))
      .map((key) => `${path}.${key} may be missing now`),
    // Events on their way, and those of an older instance, do not have it.
    ...newRequired.filter((key) => !oldRequired.includes(key)).map((key) => `${path}.${key} is required now`),
    ...Object.entries(oldProperties).flatMap(([key, old]) => {
      const now = newProperties[key];
      return now === undefined ? [] : schemaBreaks(`${path}.${key}`, old, now);
    }),
  ];
}
