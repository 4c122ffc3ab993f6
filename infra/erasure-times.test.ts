import { beforeAll, describe, expect, test } from "vitest";
import { readFileSync } from "node:fs";
import { type Collected, collectResources } from "./testing/collect-resources.ts";
import type { StackName } from "./testing/read-example.ts";
import { exampleConfig } from "./testing/read-example.ts";

/** So long after a tenant's erasure the last copy of what it had is gone. */
const longestDays = 35;
const stacks: StackName[] = ["dev", "staging", "prod"];
const plans = new Map<StackName, Collected[]>();

beforeAll(async () => {
  for (const stack of stacks) plans.set(stack, await collectResources(stack));
}, 300_000);

/** For how many days each copy outlives what was deleted, by where it is. */
function copiesOf(plan: readonly Collected[]): Record<string, number> {
  const copies: Record<string, number> = {};
  for (const { type, name, inputs } of plan) {
    if (type.endsWith("storage/bucket:Bucket")) {
      const { softDeletePolicy: soft, versioning } = inputs as {
        softDeletePolicy?: { retentionDurationSeconds: number };
        versioning?: { enabled: boolean };
      };
      // Cloud Storage keeps what is deleted for 7 days where nothing is said; a version, as long as a rule does not end it.
      copies[`soft delete of ${name}`] = (soft?.retentionDurationSeconds ?? 7 * 86_400) / 86_400;
      if (versioning?.enabled === true) copies[`versions in ${name}`] = Infinity;
    }
    if (type.endsWith("sql/databaseInstance:DatabaseInstance")) {
      const { backupConfiguration: backups } = inputs["settings"] as {
        backupConfiguration: {
          transactionLogRetentionDays: number;
          backupRetentionSettings: { retainedBackups: number };
        };
      };
      // One a day.
      copies[`backups of ${name}`] = backups.backupRetentionSettings.retainedBackups;
      copies[`log of ${name}`] = backups.transactionLogRetentionDays;
    }
    if (type.endsWith("compute/resourcePolicy:ResourcePolicy")) {
      const { retentionPolicy } = inputs["snapshotSchedulePolicy"] as {
        retentionPolicy: { maxRetentionDays: number };
      };
      copies[`snapshots of ${name}`] = retentionPolicy.maxRetentionDays;
    }
    if (type.endsWith("bigquery/dataset:Dataset")) {
      // After time travel BigQuery keeps a fail-safe of 7 days, which only Google's support opens.
      copies[`time travel of ${name}`] = Number(inputs["maxTimeTravelHours"] ?? 168) / 24 + 7;
    }
    const retained = inputs["messageRetentionDuration"];
    if (typeof retained === "string")
      copies["events in Pub/Sub"] = Math.max(copies["events in Pub/Sub"] ?? 0, parseInt(retained) / 86_400);
  }
  return copies;
}

describe.each(stacks)("in the example stack %s", (stack) => {
  test("no backup, snapshot, soft delete, time travel or event outlives an erasure by more than 35 days", () => {
    const copies = copiesOf(plans.get(stack) ?? []);
    const kinds = ["backups of crm", "log of crm", "soft delete of documents", "soft delete of media"];
    expect(Object.keys(copies)).toEqual(
      expect.arrayContaining([...kinds, "time travel of crm", "events in Pub/Sub"]),
    );
    expect(Object.entries(copies).filter(([, days]) => !(days <= longestDays))).toEqual([]);
  });
});

test("the guide says how long each lasts in prod", () => {
  const guide = readFileSync(new URL("README.md", import.meta.url), "utf8");
  const copies = copiesOf(plans.get("prod") ?? []);
  const rows = [
    ["backups of crm", "Cloud SQL's daily backups"],
    ["log of crm", "Cloud SQL's log, for a point in time"],
    ["soft delete of documents", "objects that were deleted, documents and media"],
    ["soft delete of media", "objects that were deleted, documents and media"],
    ["time travel of crm", "BigQuery's time travel and fail-safe"],
    ["events in Pub/Sub", "events, handled or not"],
  ] as const;
  for (const [kind, words] of rows) expect(guide).toContain(`| ${words} | ${copies[kind]} days |`);
});

test.each(["backupsKept", "snapshotsKeptDays"])("a stack that wants more by %s is refused", async (name) => {
  const place = name === "backupsKept" ? "whatsapp-crm:database" : "whatsapp-crm:qdrant";
  const given = JSON.parse(exampleConfig("dev")[place] ?? "{}") as object;
  await expect(
    collectResources("dev", { change: { [place]: { ...given, [name]: longestDays + 1 } } }),
  ).rejects.toThrow(name);
});
