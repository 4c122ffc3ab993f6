import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { type IngesterUnderTest, startIngester, type Upload } from "./testing/ingester.ts";
import { type IngesterProcess, startIngesterProcess } from "./testing/ingester-process.ts";
import { buildPdf } from "./testing/pdf.ts";
import { until } from "../../emulators/testing/stack.ts";

// The ingester is a process that is killed by the system where it stands, and then gets the event again, as Pub/Sub does it.
const [{ id: tenantId }] = seedData;

let docs: IngesterUnderTest;
let ingester: IngesterProcess;

beforeAll(async () => {
  docs = await startIngester();
  ingester = await startIngesterProcess(docs);
});
afterAll(async () => {
  await ingester?.close();
  await docs?.close();
});

const sections = 70;

/** More than one batch of chunks; `price` makes some of them, in both batches, differ between readings. */
function shop(price: number): string {
  const section = (at: number) =>
    `## Article ${at}\n\nArticle ${at} costs Rp ${at % 20 === 0 ? price : 1},000.\n`;
  return Array.from({ length: sections }, (_, at) => section(at)).join("\n");
}

/** Stops the process at a request of its own; resolves when it stands there. */
const stages: Record<string, () => Promise<void>> = {
  "before it has the file": async () =>
    ingester.storage.hold("before", ({ path }) => path.includes("alt=media")),
  "when it has the file": async () =>
    ingester.storage.hold("after", ({ path }) => path.includes("alt=media")),
  "before it has the embeddings": async () => ingester.openai.hold("before", () => true),
  "when it has the embeddings": async () => ingester.openai.hold("after", () => true),
  "before it has stored a chunk": async () => ingester.qdrant.hold("before", isUpsert),
  "when it has stored the first chunks": async () => ingester.qdrant.hold("after", isUpsert),
  "when it has stored all chunks, before the switch": async () =>
    ingester.qdrant.hold("after", theSecond(isUpsert)),
  "after the switch, before the old chunks go": async () => ingester.qdrant.hold("before", isDeletion),
  "when the old chunks have gone": async () => ingester.qdrant.hold("after", isDeletion),
};

let lastPrice = 100;
/** One that was never embedded. */
function nextPrice(): number {
  return (lastPrice += 1);
}

function isUpsert({ method, path }: { method: string; path: string }): boolean {
  return method === "PUT" && path.includes("/points");
}

/** There are two batches of chunks. */
function theSecond<Asked>(matches: (asked: Asked) => boolean): (asked: Asked) => boolean {
  let seen = 0;
  return (asked) => {
    if (matches(asked)) seen += 1;
    return seen === 2;
  };
}

function isDeletion({ path }: { path: string }): boolean {
  return path.includes("/points/delete");
}

/** Delivers, kills at the stage, looks at what is left, and delivers again. */
async function killAt(
  stage: () => Promise<void>,
  deliver: () => Promise<number | undefined>,
  look: () => Promise<void> = async () => undefined,
): Promise<void> {
  const standing = stage();
  const delivery = deliver();
  await standing;
  await ingester.crash();
  expect(await delivery, "the process died over it").toBeUndefined();
  await look();
  expect(await deliver()).toBe(204);
}

async function expectOneReading(upload: Upload, price: number): Promise<void> {
  const chunks = await docs.chunks(upload);
  const wanted = Array.from(
    { length: sections },
    (_, at) => `Article ${at} costs Rp ${at % 20 === 0 ? price : 1},000.`,
  );
  expect(chunks.map(({ text }) => text).toSorted()).toEqual(wanted.toSorted());
  expect(new Set(chunks.map(({ generation }) => generation))).toEqual(new Set([upload.generation]));
  expect(await docs.row(upload)).toMatchObject({
    status: "ready",
    stage: null,
    generation: Number(upload.generation),
    chunk_count: sections,
  });
}

test.each(Object.entries(stages))(
  "killed %s, a first reading and one anew end in one generation, each chunk in it once",
  async (_name, stage) => {
    const [price, changed] = [nextPrice(), nextPrice()];
    const first = await docs.upload(shop(price));
    await killAt(stage, async () => ingester.upload(first));
    await expectOneReading(first, price);

    const renewed = await docs.upload(shop(changed), "shop.md", first.documentId);
    await killAt(
      stage,
      async () => ingester.upload(renewed),
      async () => {
        const answering = String((await docs.row(first))?.generation);
        const chunks = (await docs.chunks(first)).filter(({ generation }) => generation === answering);
        expect(chunks, "until the switch the old one answers in full").toHaveLength(sections);
      },
    );
    await expectOneReading(renewed, changed);
  },
  120_000,
);

test("killed in the midst of parsing, a reading ends in one generation", async () => {
  const lines = (page: number) =>
    Array.from({ length: 9 }, (_, line) => `Article ${page}-${line} is on sale.`);
  const upload = await docs.upload(
    buildPdf(Array.from({ length: 12 }, (_, page) => lines(page))),
    "long.pdf",
  );
  const delivery = ingester.upload(upload);
  await until(async () => (await docs.row(upload))?.stage === "reading", { everyMs: 5, what: "the reading" });
  await ingester.crash();
  expect(await delivery).toBeUndefined();
  expect(await ingester.upload(upload)).toBe(204);
  const chunks = await docs.chunks(upload);
  expect(chunks).toHaveLength((await docs.row(upload))?.chunk_count ?? -1);
  const text = chunks.map((chunk) => chunk.text).join("\n");
  for (let page = 0; page < 12; page += 1) expect(text.split(`Article ${page}-4 `)).toHaveLength(2);
}, 120_000);

describe("killed while it forgets a document", () => {
  test.each<[string, () => Promise<void>]>([
    ["before its chunks go", async () => ingester.qdrant.hold("before", isDeletion)],
    ["when its chunks have gone", async () => ingester.qdrant.hold("after", isDeletion)],
    [
      "before its file goes",
      async () => ingester.storage.hold("before", ({ method }) => method === "DELETE"),
    ],
    [
      "when its file has gone",
      async () => ingester.storage.hold("after", ({ method }) => method === "DELETE"),
    ],
  ])("%s: nothing of it is left in the end", async (_where, stage) => {
    const upload = await docs.upload("# Delivery\n\nDelivery to Bandung costs Rp 25,000.\n");
    expect(await ingester.upload(upload)).toBe(204);
    await killAt(stage, async () => ingester.remove(tenantId, upload.documentId));
    expect(await docs.row(upload)).toBeUndefined();
    expect(await docs.chunks(upload)).toEqual([]);
    expect(await docs.isStored(upload)).toBe(false);
  });
});
