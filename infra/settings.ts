import { z } from "zod";
import { functionNames } from "../shared/contracts/functions.ts";
import { variables } from "../shared/contracts/variables.ts";

const text = z.string().min(1);
const count = z.int().positive();
const pin = z.string().regex(/@sha256:[0-9a-f]{64}$|:[\w.-]*\d[\w.-]*$/, "needs a version, not `latest`");

/** What a stack may say of one function in place of its declaration: sizes only. */
const sizes = z.strictObject({
  memoryMiB: count.optional(),
  minInstances: z.int().nonnegative().optional(),
  maxInstances: count.optional(),
});

const qdrant = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("url"), url: z.url() }),
  z.strictObject({
    kind: z.literal("vm"),
    zone: text,
    machineType: text,
    diskGb: z.int().min(10),
    image: pin.default("qdrant/qdrant:v1.18.2"),
    /** What is erased is gone from every copy after 35 days. */
    snapshotsKeptDays: count.max(35).default(14),
  }),
]);

/** Settings of a stack, as `Pulumi.<stack>.yaml` holds them under `whatsapp-crm:`. */
export const settingsSchema = z.strictObject({
  /** Goes into names and labels. */
  environment: z.enum(["dev", "staging", "prod"]),
  /** Whether what holds data refuses to be deleted; false, and an `up`, come before taking the stack down. */
  isProtected: z.boolean().default(true),
  database: z.strictObject({
    tier: text.describe("machine type of Cloud SQL, as db-custom-2-7680"),
    edition: z.enum(["ENTERPRISE", "ENTERPRISE_PLUS"]).default("ENTERPRISE"),
    highlyAvailable: z.boolean(),
    diskGb: z.int().min(10),
    maxConnections: z.int().min(25),
    /** One a day: what is erased is gone from the last of them after so many days. */
    backupsKept: count.max(35).default(14),
    /** A region or multi-region that keeps the backups; the stack's own region where none is given. */
    backupLocation: text.optional(),
    /** How far back a point in time can be restored; seven days at most in the ENTERPRISE edition. */
    logDays: z.int().min(1).max(35).default(7),
  }),
  warehouse: z
    .strictObject({
      /** After so long a day of facts is gone from BigQuery. */
      keptDays: count.default(400),
    })
    .prefault({}),
  /** No function has more instances than this, whatever its declaration says, unless `functions` names it. */
  maxInstances: count.default(100),
  functions: z.partialRecord(z.enum(functionNames), sizes).default({}),
  qdrant,
  /** Memorystore for Redis, that counts requests for all instances; without it PostgreSQL does. */
  redis: z.strictObject({ memoryGb: count, highlyAvailable: z.boolean() }).optional(),
  /** Values of variables that have none or another default; never a secret. */
  variables: z
    .partialRecord(
      z.enum(Object.keys(variables) as [keyof typeof variables, ...(keyof typeof variables)[]]),
      z.coerce.string(),
    )
    .default({}),
  /** Where the console is served; these pages may upload to the buckets. */
  consoleOrigins: z.array(z.url()).min(1),
  /** Node's image, for what runs in a container: jobs and services of Cloud Run. */
  nodeImage: pin.default("library/node:24.21.0-slim"),
  alerts: z.strictObject({ emails: z.array(z.email()).min(1) }),
  budget: z
    .strictObject({ billingAccount: text, monthly: count, currency: z.string().length(3).default("USD") })
    .optional(),
  /** The repository whose workflows may deploy this stack. */
  github: z
    .strictObject({
      repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/, "needs owner/name"),
      /** Its number, which no other repository ever has: `gh api repos/<owner>/<name> --jq .id`. */
      repositoryId: z.coerce.string().regex(/^\d+$/, "needs the repository's number"),
    })
    .optional(),
  labels: z
    .record(z.string().regex(/^[a-z][a-z0-9_-]{0,62}$/), z.string().regex(/^[a-z0-9_-]{0,63}$/))
    .default({}),
});

export type Settings = z.output<typeof settingsSchema>;

export type Place = { project: string; region: string };

/** Reads a stack's settings. Throws one error that names everything that is wrong with them. */
export function parseSettings(given: Record<string, unknown>): Settings {
  const parsed = settingsSchema.safeParse(given);
  const wrong = parsed.success ? checkVariables(parsed.data) : parsed.error.issues.map(describeIssue);
  if (!parsed.success || wrong.length > 0) {
    throw new Error(
      `The stack's configuration is wrong:\n${wrong.map((line) => `  whatsapp-crm:${line}`).join("\n")}`,
    );
  }
  return parsed.data;
}

function describeIssue({ path, message }: z.core.$ZodIssue): string {
  return `${path.join(".") || "(all)"}: ${message}`;
}

function checkVariables({ variables: given }: Settings): string[] {
  return Object.entries(given).flatMap(([name, value]) => {
    const { secret, schema } = variables[name as keyof typeof variables];
    if (secret)
      return [
        `variables.${name}: is a secret; give it with \`pulumi config set --secret --path secrets.${name}\``,
      ];
    const parsed = schema.safeParse(value);
    return parsed.success
      ? []
      : [`variables.${name}: ${parsed.error.issues.map(({ message }) => message).join("; ")}`];
  });
}
