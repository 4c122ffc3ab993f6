import { globSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { type Collected, collectResources } from "../testing/collect-resources.ts";
import { text } from "../testing/text.ts";

let plan: Collected[];

beforeAll(async () => {
  plan = await collectResources("prod");
}, 300_000);

function ofType(type: string): Collected[] {
  return plan.filter((resource) => resource.type.endsWith(type));
}

/** Metrics of our own that a filter or a chart names. */
function ownMetrics(value: unknown): string[] {
  return [
    ...text(value).matchAll(
      /logging\.googleapis\.com\/user\/crm\/([\w-]+)|logging_googleapis_com:user_crm_([a-z_]+?)(?:_bucket)?\{/g,
    ),
  ].map(([, name, series = ""]) => `crm/${name ?? series.replaceAll("_", "-")}`);
}

describe("somebody is woken", () => {
  test.each([
    "dead-letters",
    "oldest-unacked",
    "webhook-slow",
    "webhook-5xx",
    "errors",
    "outbox-age",
    "maintenance-silent",
    "token-failures",
    "sql-connections",
    "webhook-down",
    "api-down",
  ])("by %s, by mail, with what to do", (name) => {
    const alert = ofType(":AlertPolicy").find((policy) => policy.name === name);
    expect(alert?.inputs["notificationChannels"]).toHaveLength(2);
    expect(text(alert?.inputs["documentation"]).length).toBeGreaterThan(100);
  });

  test("by a number that is too high or too low, or by none at all where silence is the alarm", () => {
    const kinds = ofType(":AlertPolicy").map(({ name, inputs }) => {
      const [condition] = inputs["conditions"] as Record<string, unknown>[];
      return [name, Object.keys(condition ?? {}).filter((key) => key.startsWith("condition"))] as const;
    });
    for (const [name, own] of kinds) expect(own, name).toHaveLength(1);
    expect(kinds.filter(([, own]) => own.includes("conditionAbsent")).map(([name]) => name)).toEqual([
      "maintenance-silent",
    ]);
  });
});

test("every metric of ours that an alert or a chart looks at is made, and none is made for nobody", () => {
  const made = ofType(":Metric").map(({ inputs }) => text(inputs["name"]));
  const used = [...ofType(":AlertPolicy"), ...ofType(":Dashboard")].flatMap(({ inputs }) =>
    ownMetrics(inputs),
  );
  expect([...new Set(used)].toSorted()).toEqual(made.toSorted());
});

test("a metric by what a line says or by a field of it is by what functions write", () => {
  const folder = new URL("../../", import.meta.url);
  const code = globSync("{functions,shared}/**/*.ts", {
    cwd: folder,
    exclude: (path) => path.endsWith(".test.ts"),
  })
    .map((path) => readFileSync(new URL(path, folder), "utf8"))
    .join("\n");
  for (const { name, inputs } of ofType(":Metric")) {
    const filter = text(inputs["filter"]);
    const said = [...filter.matchAll(/(?:message|job|outcome)="([^"]+)"/g)].map(([, words = ""]) => words);
    const fields = [...filter.matchAll(/jsonPayload\.(\w+)/g)].map(([, field = ""]) => field);
    for (const words of said) expect(code, name).toContain(`"${words}"`);
    for (const field of fields)
      if (field !== "message") expect(code, name).toMatch(new RegExp(`\\b${field}\\b ?[:,}]`));
  }
});

test("a metric that is a number out of a log line is a distribution, all others are counts", () => {
  for (const { name, inputs } of ofType(":Metric")) {
    const { valueType } = inputs["metricDescriptor"] as { valueType: string };
    expect(valueType, name).toBe(inputs["valueExtractor"] === undefined ? "INT64" : "DISTRIBUTION");
  }
});

test("the dashboard's charts lie beside each other, none on another", () => {
  const [dashboard] = ofType(":Dashboard");
  const { mosaicLayout } = JSON.parse(text(dashboard?.inputs["dashboardJson"])) as {
    mosaicLayout: { columns: number; tiles: { xPos: number; yPos: number; width: number }[] };
  };
  const places = mosaicLayout.tiles.map(({ xPos, yPos }) => `${xPos}/${yPos}`);
  expect(new Set(places).size).toBe(mosaicLayout.tiles.length);
  for (const { xPos, width } of mosaicLayout.tiles)
    expect(xPos + width).toBeLessThanOrEqual(mosaicLayout.columns);
});
