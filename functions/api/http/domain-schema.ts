import { z } from "@hono/zod-openapi";

/** What the OpenAPI document shows of a schema that knows nothing of OpenAPI: the domain's. */
export function schemaOf<Schema extends z.ZodType>(
  schema: Schema,
  shown: { description?: string; example: unknown },
): z.ZodType<z.output<Schema>> {
  const described = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const { $schema: _, ...plain } = JSON.parse(JSON.stringify(described)) as Record<string, never>;
  return z
    .unknown()
    .openapi({ ...plain, ...shown })
    .pipe(schema as z.ZodType<z.output<Schema>>);
}
