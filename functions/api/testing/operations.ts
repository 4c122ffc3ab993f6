import { openApiDocument } from "../platform/openapi-document.ts";
import { routes } from "../routes.ts";

export type JsonSchema = {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  example?: unknown;
  format?: string;
  minLength?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  allOf?: JsonSchema[];
  default?: unknown;
};

type Parameter = { name: string; in: "path" | "query" | "header"; schema: JsonSchema };

export type Operation = {
  method: string;
  path: string;
  permission: string | undefined;
  /** Whom the document names as let in. */
  allowed: string[];
  parameters: Parameter[];
  /** With references resolved. */
  body: JsonSchema | undefined;
};

type Document = {
  paths: Record<string, Record<string, DescribedOperation>>;
  components: { schemas: Record<string, JsonSchema> };
};
type DescribedOperation = {
  "x-permission"?: string;
  "x-allowed"?: string[];
  parameters?: Parameter[];
  requestBody?: { content: { "application/json": { schema: JsonSchema } } };
};

/** Every operation of the OpenAPI document below `/api/v1`. */
export function listOperations(): Operation[] {
  const document = JSON.parse(JSON.stringify(openApiDocument(routes))) as Document;
  return Object.entries(document.paths)
    .filter(([path]) => path.startsWith("/api/v1/"))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, described]) => {
        const schema = described.requestBody?.content["application/json"].schema;
        return {
          method: method.toUpperCase(),
          path,
          permission: described["x-permission"],
          allowed: described["x-allowed"] ?? [],
          parameters: described.parameters ?? [],
          body: schema === undefined ? undefined : resolve(schema, document),
        };
      }),
    );
}

function resolve(schema: JsonSchema, document: Document): JsonSchema {
  if (schema.$ref !== undefined) {
    const target = document.components.schemas[schema.$ref.split("/").at(-1) ?? ""];
    if (target === undefined) throw new Error(`${schema.$ref} is not in the document`);
    return resolve(target, document);
  }
  const [first] = schema.allOf ?? [];
  if (first !== undefined) return resolve(first, document);
  return {
    ...schema,
    ...(schema.properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(schema.properties).map(([name, part]) => [name, resolve(part, document)]),
          ),
        }),
    ...(schema.items === undefined ? {} : { items: resolve(schema.items, document) }),
  };
}

/** A value that the schema takes; `known` gives those of fields that must name something that is there. */
export function sampleOf(schema: JsonSchema, known: (field: string) => unknown, field = ""): unknown {
  const given = known(field);
  if (given !== undefined) return given;
  if (schema.example !== undefined) return schema.example;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum !== undefined) return schema.enum[0];
  switch ([schema.type].flat()[0] ?? "string") {
    case "object":
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, part]) => [name, sampleOf(part, known, name)]),
      );
    case "array":
      return schema.items === undefined ? [] : [sampleOf(schema.items, known)];
    case "integer":
    case "number":
      return 1;
    case "boolean":
      return true;
    default:
      return "x".repeat(Math.max(3, schema.minLength ?? 3));
  }
}
