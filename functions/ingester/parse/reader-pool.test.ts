import { expect, test } from "vitest";
import { IngestFailure } from "../ingest-failure.ts";
import { createReaderPool } from "./reader-pool.ts";

const small = Buffer.from("Open daily.");
const large = Buffer.alloc(2 ** 20 + 1, " ");
const read = { pageCount: 1, chunks: [], warnings: [] };

/** A pool whose readings end when the test says so; a name that begins with `bomb` is never done. */
function poolUnderTest() {
  const started: string[] = [];
  const open = new Map<string, (error?: Error) => void>();
  const pool = createReaderPool(async ({ fileName }, _model, limits) => {
    const name = `${fileName} within ${limits.timeMs}`;
    started.push(name);
    return new Promise((resolve, reject) => {
      open.set(name, (error) => (error === undefined ? resolve(read) : reject(error)));
    });
  });
  const add = async (tenant: string, fileName: string, bytes = small) =>
    pool.read(tenant, { fileName, bytes }, "model");
  const end = async (name: string, error?: Error) => {
    open.get(name)?.(error);
    await new Promise(setImmediate);
  };
  return { started, add, end };
}

test("a small document is read while another tenant's large ones are", async () => {
  const { started, add, end } = poolUnderTest();
  void add("a", "book-1", large);
  void add("a", "book-2", large);
  const note = add("b", "note");
  expect(started).toEqual(["book-1 within 90000", "note within 5000"]);
  await end("note within 5000");
  expect(await note).toEqual(read);
});

test("what takes a small document's reader too long goes to the other, and lets the next be read", async () => {
  const { started, add, end } = poolUnderTest();
  const bomb = add("a", "bomb");
  void add("a", "bomb-2");
  const note = add("b", "note");
  await end("bomb within 5000", new IngestFailure("timed-out"));
  await end("bomb-2 within 5000", new IngestFailure("too-complex"));
  expect(started).toEqual([
    "bomb within 5000",
    "bomb within 90000",
    "bomb-2 within 5000",
    "note within 5000",
  ]);
  await end("note within 5000");
  expect(await note).toEqual(read);
  void end("bomb within 90000", new IngestFailure("timed-out"));
  await expect(bomb).rejects.toMatchObject({ code: "timed-out" });
});

test("what cannot be read is not tried again", async () => {
  const { started, add, end } = poolUnderTest();
  const broken = add("a", "broken");
  void end("broken within 5000", new IngestFailure("damaged"));
  await expect(broken).rejects.toMatchObject({ code: "damaged" });
  expect(started).toHaveLength(1);
});
