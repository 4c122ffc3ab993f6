import { deflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { buildZipBomb } from "../testing/office.ts";
import { buildPdf } from "../testing/pdf.ts";
import { readInWorker } from "./read-in-worker.ts";

const limits = { timeMs: 30_000, heapMiB: 320, growthMiB: 480 };
const model = "text-embedding-3-small";
const read = async (bytes: Buffer, fileName: string, within = limits) =>
  readInWorker({ bytes, fileName }, model, within);

test("a document is read in a thread of its own", async () => {
  expect(await read(buildPdf([["Open daily."]]), "shop.pdf")).toEqual({
    pageCount: 1,
    chunks: [{ index: 0, page: 1, text: "Open daily." }],
    warnings: [],
  });
});

test("why a file cannot be read comes back", async () => {
  await expect(read(buildPdf([[], []]), "scan.pdf")).rejects.toMatchObject({ code: "no-text" });
});

test("an archive that unpacks to more than we take is refused before it does", async () => {
  await expect(read(buildZipBomb(200), "bomb.docx")).rejects.toMatchObject({ code: "too-complex" });
});

test("what takes more memory than a file may is ended, and the next file is read", async () => {
  const huge = `[${Array.from({ length: 400_000 }, (_, at) => `{"a":{"b":${at}}}`).join(",")}]`;
  const small = { ...limits, heapMiB: 32 };
  await expect(read(Buffer.from(huge), "huge.json", small)).rejects.toMatchObject({
    code: "too-complex",
  });
  expect(await read(Buffer.from("Open daily."), "shop.txt")).toMatchObject({ pageCount: 1 });
});

test("what takes too long is ended", async () => {
  const pages = Array.from({ length: 300 }, (_, page) => [`Page ${page}`]);
  const hasty = { ...limits, timeMs: 1 };
  await expect(read(buildPdf(pages), "long.pdf", hasty)).rejects.toMatchObject({
    code: "timed-out",
  });
});

test("a PDF whose content unpacks to more than memory is ended", async () => {
  const packed = deflateSync(Buffer.alloc(700 * 2 ** 20, " "), { level: 1 });
  const plain = buildPdf([["Open daily."]]).toString("latin1");
  const bomb = plain.replace(
    /<< \/Length \d+ >>\nstream\n[\s\S]*?\nendstream/,
    () =>
      `<< /Length ${packed.length} /Filter /FlateDecode >>\nstream\n${packed.toString("latin1")}\nendstream`,
  );
  await expect(
    read(Buffer.from(bomb, "latin1"), "bomb.pdf", { ...limits, growthMiB: 300 }),
  ).rejects.toMatchObject({
    code: expect.stringMatching(/^(?:too-complex|damaged|no-text|timed-out)$/),
  });
}, 60_000);
