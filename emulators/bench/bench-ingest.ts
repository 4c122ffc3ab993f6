import { randomUUID } from "node:crypto";
import { parseInWorker } from "../../functions/ingester/parse/parse-in-worker.ts";
import { seedData } from "../../shared/db/seed-data.ts";
import { chunkText } from "../../shared/domain/knowledge/chunk-text.ts";
import { buildPdf } from "../../shared/testing/pdf.ts";
import { phonesOf, type Phones } from "../../shared/testing/phones.ts";
import { startTestStack, until, uploadDocument } from "../../shared/testing/stack.ts";

const pages = 200;
const documents = 10;
const asked = 20;
const [{ id: tenantId, outlet }] = seedData;
const question = "How long does shipping to Bandung take?";

/** A long PDF read and cut, embedding left out; then what ten documents at once do to those who chat meanwhile. */
export async function benchIngest(): Promise<void> {
  await benchParsing();
  const stack = await startTestStack({ environment: { REPLY_BURST_WAIT_MS: "0" } });
  const phones = phonesOf(stack.servers.urls.whatsapp);
  const content = "# Shipping\nShipping to Bandung takes 2 working days.";
  await uploadDocument(stack, { tenantId, documentId: randomUUID(), fileName: "shop.md", content });
  await chatLatencies(phones, 5);
  const idle = await chatLatencies(phones, asked);
  await Promise.all(
    Array.from({ length: documents }, async (_, at) =>
      uploadDocument(stack, {
        tenantId,
        documentId: randomUUID(),
        fileName: `catalogue-${at}.pdf`,
        content: bookOf(20, at).toString("latin1"),
      }),
    ),
  );
  const busy = await chatLatencies(phones, asked);
  console.log(`chat alone:                        p50 ${idle} ms`);
  console.log(`chat while ${documents} documents are ingested: p50 ${busy} ms`);
  await stack.close();
}

async function benchParsing(): Promise<void> {
  const book = bookOf(pages, 0);
  const before = process.memoryUsage.rss();
  let highest = before;
  const watch = setInterval(() => (highest = Math.max(highest, process.memoryUsage.rss())), 20);
  const startedAt = performance.now();
  const chunks = chunkText(await parseInWorker(book, "book.pdf"));
  const seconds = (performance.now() - startedAt) / 1000;
  clearInterval(watch);
  const grown = Math.round((highest - before) / 2 ** 20);
  console.log(
    `a PDF of ${pages} pages: ${(pages / seconds).toFixed(0)} pages/s, ${chunks.length} chunks, ${grown} MiB more memory at its highest`,
  );
}

function bookOf(count: number, book: number): Buffer {
  const line = (page: number, row: number) =>
    `Article ${book}-${page}-${row} is kept in store ${row} and costs Rp ${page * 100 + row},000 with all that belongs to it.`;
  return buildPdf(
    Array.from({ length: count }, (_, page) => Array.from({ length: 40 }, (_row, row) => line(page, row))),
  );
}

/** The median time from a customer's message to its answer, one customer after the other. */
async function chatLatencies(phones: Phones, count: number): Promise<number> {
  const times: number[] = [];
  for (let at = 0; at < count; at += 1) {
    const customer = `6285${String(Math.floor(Math.random() * 1e9)).padStart(9, "0")}`;
    const startedAt = Date.now();
    await phones.write(customer, question, outlet.phoneNumberId);
    await until(async () => (await phones.sends()).some(({ to }) => to === customer), {
      timeoutMs: 60_000,
      everyMs: 20,
      what: "an answer",
    });
    times.push(Date.now() - startedAt);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(count / 2)] ?? 0;
}
