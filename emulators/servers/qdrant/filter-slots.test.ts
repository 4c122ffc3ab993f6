import { QdrantClient } from "@qdrant/js-client-rest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startQdrant } from "./start-qdrant.ts";
import type { LocalServer } from "../local-server.ts";

type Filter = NonNullable<Parameters<QdrantClient["scroll"]>[1]>["filter"];

const PAYLOADS: Record<number, Record<string, unknown>> = {
  1: { t: "a", n: 1, tags: ["x", "y"], at: "2026-01-01T00:00:00Z", text: "Free delivery in Bandung" },
  2: { t: "a", n: 2, tags: [], at: "2026-02-01", text: "No delivery", in: { deep: [{ k: 1, v: "p" }] } },
  3: { t: "b", n: 3, tags: null, at: "2026-03-01 10:00:00", ok: true, in: { deep: [{ k: 2, v: "p" }] } },
  4: {
    t: "b",
    n: "3",
    in: {
      deep: [
        { k: 1, v: "q" },
        { k: 2, v: "p" },
      ],
    },
  },
};

let server: LocalServer;
let client: QdrantClient;

beforeAll(async () => {
  server = await startQdrant({ port: 0 });
  client = new QdrantClient({ url: server.url, checkCompatibility: false });
  for (const name of ["plain", "indexed", "strict"]) {
    const strict_mode_config = { enabled: name === "strict", unindexed_filtering_retrieve: false };
    await client.createCollection(name, { vectors: { size: 1, distance: "Dot" }, strict_mode_config });
    await client.upsert(name, {
      points: Object.entries(PAYLOADS).map(([id, payload]) => ({ id: Number(id), payload, vector: {} })),
    });
  }
  const schemas = {
    t: "keyword",
    n: "integer",
    tags: "keyword",
    ok: "bool",
    "in.deep[].k": "integer",
  } as const;
  for (const [field_name, field_schema] of Object.entries(schemas)) {
    await client.createPayloadIndex("indexed", { field_name, field_schema, wait: true });
  }
});

afterAll(() => server.close());

const t = (value: string) => ({ key: "t", match: { value } });
const n = (value: number) => ({ key: "n", match: { value } });

const CASES: [string, Filter, number[]][] = [
  ["a value", { must: [t("a")] }, [1, 2]],
  ["a lone condition, not in a list", { must: t("a") }, [1, 2]],
  ["values of the same type only", { must: [n(3)] }, [3]],
  ["an element of a list", { must: [{ key: "tags", match: { value: "y" } }] }, [1]],
  ["any of several values", { must: [{ key: "n", match: { any: [1, 3, 9] } }] }, [1, 3]],
  ["none of several values", { must: [{ key: "t", match: { except: ["a"] } }] }, [3, 4]],
  ["nothing for no values", { must: [{ key: "t", match: { any: [] } }] }, []],
  ["several requirements", { must: [t("a"), n(2)] }, [2]],
  ["alternatives", { should: [n(1), t("b")] }, [1, 3, 4]],
  ["exclusions", { must_not: [t("a"), n(3)] }, [4]],
  ["a minimum of alternatives", { min_should: { conditions: [t("a"), n(2), n(1)], min_count: 2 } }, [1, 2]],
  ["filters within filters", { must: [{ should: [n(1), n(2)] }, { must_not: [n(1)] }] }, [2]],
  ["a range of numbers", { must: [{ key: "n", range: { gt: 1, lte: 3 } }] }, [2, 3]],
  [
    "a range of times",
    { must: [{ key: "at", range: { gte: "2026-02-01T00:00:00Z", lt: "2026-03-01T10:00:00Z" } }] },
    [2],
  ],
  ["part of a text", { must: [{ key: "text", match: { text: "delivery" } }] }, [1, 2]],
  ["the beginning of a keyword", { must: [{ key: "text", match: { prefix: "Free" } }] }, [1]],
  ["ids", { must: [{ has_id: [1, 4, 77] }], must_not: [n(1)] }, [4]],
  ["absent, null and [] as empty", { must: [{ is_empty: { key: "tags" } }] }, [2, 3, 4]],
  ["null only as null", { must: [{ is_null: { key: "tags" } }] }, [3]],
  ["a number of values", { must: [{ key: "tags", values_count: { gte: 1 } }] }, [1]],
  ["a nested key", { must: [{ key: "in.deep[].k", match: { value: 2 } }] }, [3, 4]],
  [
    "several things about one nested object",
    {
      must: [
        {
          nested: {
            key: "in.deep",
            filter: {
              must: [
                { key: "k", match: { value: 1 } },
                { key: "v", match: { value: "p" } },
              ],
            },
          },
        },
      ],
    },
    [2],
  ],
  ["a boolean", { must: [{ key: "ok", match: { value: true } }] }, [3]],
  ["everything when it asks for nothing", {}, [1, 2, 3, 4]],
];

describe.each(["plain", "indexed"])("a filter (%s)", (collection) => {
  test.each(CASES)("finds %s", async (_name, filter, expected) => {
    const { points } = await client.scroll(collection, { ...(filter && { filter }) });
    expect(points.map(({ id }) => id)).toEqual(expected);
    expect(await client.count(collection, { ...(filter && { filter }) })).toEqual({ count: expected.length });
  });
});

test("an index follows changes of payload and deletions", async () => {
  await client.upsert("indexed", { points: [{ id: 50, payload: { t: "c" }, vector: {} }] });
  await client.setPayload("indexed", { payload: { t: "d" }, points: [50] });
  expect((await client.count("indexed", { filter: { must: [t("c")] } })).count).toBe(0);
  expect((await client.count("indexed", { filter: { must: [t("d")] } })).count).toBe(1);
  await client.delete("indexed", { wait: true, points: [50] });
  expect((await client.count("indexed", { filter: { must: [t("d")] } })).count).toBe(0);
});

test("strict mode refuses a filter on a key without an index", async () => {
  await expect(client.scroll("strict", { filter: { must: [t("a")] } })).rejects.toMatchObject({
    status: 400,
    data: { status: { error: expect.stringContaining('Index required but not found for "t"') as unknown } },
  });
});
