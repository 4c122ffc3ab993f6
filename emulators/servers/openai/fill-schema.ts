import {
  chooseBoolean,
  chooseEnum,
  chooseNumber,
  chooseString,
  isEmpty,
  namesCitation,
} from "./choose-value.ts";
import type { Reply } from "./answer/compose-reply.ts";

type Schema = Record<string, unknown>;

/**
 * A value that is valid by the JSON schema and says what the reply says: properties are filled by their name and
 * type, and those whose name means nothing here get a neutral value of their type.
 */
export function fillSchema(schema: Schema, reply: Reply): unknown {
  return fill(schema, "", reply, schema);
}

function fill(given: Schema, name: string, reply: Reply, root: Schema): unknown {
  const schema = resolve(given, root);
  if ("const" in schema) return schema["const"];
  const options = listOf(schema["anyOf"]) ?? listOf(schema["oneOf"]);
  if (options !== undefined) return fillOneOf(options, name, reply, root);
  const types = Array.isArray(schema["type"]) ? schema["type"] : [schema["type"]];
  if (types.every((type) => type === "null")) return null;
  if (types.includes("null") && isEmpty(name, reply)) return null;
  if (Array.isArray(schema["enum"])) return chooseEnum(schema["enum"], name, reply);
  switch (types.find((type) => type !== "null") ?? (isSchema(schema["properties"]) ? "object" : "string")) {
    case "object":
      return fillObject(schema, reply, root);
    case "array":
      return fillArray(schema, name, reply, root);
    case "boolean":
      return chooseBoolean(name, reply);
    case "integer":
    case "number":
      return clampNumber(schema, name, reply, types.includes("integer"));
    default:
      return fitString(schema, chooseString(schema, name, reply));
  }
}

function fillOneOf(options: Schema[], name: string, reply: Reply, root: Schema): unknown {
  const isNull = (option: Schema) => option["type"] === "null";
  const others = options.filter((option) => !isNull(option));
  if (others.length < options.length && isEmpty(name, reply)) return null;
  const kinds = others.map((option) => resolve(option, root));
  const fitting = kinds.findIndex((option) =>
    Object.values(propertiesOf(option)).some((p) => p["const"] === reply.kind),
  );
  return fill(others[Math.max(0, fitting)] ?? { type: "null" }, name, reply, root);
}

function fillObject(schema: Schema, reply: Reply, root: Schema): unknown {
  const properties = Object.entries(propertiesOf(schema));
  return Object.fromEntries(properties.map(([key, property]) => [key, fill(property, key, reply, root)]));
}

function fillArray(schema: Schema, name: string, reply: Reply, root: Schema): unknown {
  const items = isSchema(schema["items"]) ? resolve(schema["items"], root) : { type: "string" };
  const least = Number(schema["minItems"] ?? 0);
  const most = Number(schema["maxItems"] ?? Infinity);
  const cited = namesCitation.test(name) ? reply.citations : [];
  const values = cited.map((id) => fill(items, name, { ...reply, citations: [id] }, root));
  while (values.length < least) values.push(fill(items, name, reply, root));
  return values.slice(0, most);
}

function fitString(schema: Schema, text: string): string {
  const most = Number(schema["maxLength"] ?? Infinity);
  return (text.length > most ? text.slice(0, most) : text).padEnd(Number(schema["minLength"] ?? 0), ".");
}

function clampNumber(schema: Schema, name: string, reply: Reply, isInteger: boolean): number {
  const step = isInteger ? 1 : 0.001;
  const least = Number(schema["minimum"] ?? Number(schema["exclusiveMinimum"] ?? -Infinity) + step);
  const most = Number(schema["maximum"] ?? Number(schema["exclusiveMaximum"] ?? Infinity) - step);
  const clamped = Math.min(most, Math.max(least, chooseNumber(name, reply)));
  return isInteger ? Math.round(clamped) : Number(clamped.toFixed(3));
}

function resolve(schema: Schema, root: Schema): Schema {
  const ref = schema["$ref"];
  if (typeof ref !== "string" || !ref.startsWith("#")) return schema;
  let target: unknown = root;
  for (const key of ref.split("/").slice(1))
    target = isSchema(target) ? target[key.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined;
  return isSchema(target) ? target : {};
}

function propertiesOf(schema: Schema): Record<string, Schema> {
  const properties = schema["properties"];
  if (!isSchema(properties)) return {};
  return Object.fromEntries(
    Object.entries(properties).filter((entry): entry is [string, Schema] => isSchema(entry[1])),
  );
}

function listOf(value: unknown): Schema[] | undefined {
  return Array.isArray(value) ? value.filter(isSchema) : undefined;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
