import { randomUUID } from "node:crypto";
import { readInWorker } from "../../functions/ingester/parse/read-in-worker.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { buildPdf } from "../../functions/ingester/testing/pdf.ts";
import { phonesOf, type Phones } from "../testing/phones.ts";
import { startTestStack, until, uploadDocument } from "../testing/stack.ts";

const documents = 10;
const asked = 20;
const limits = { timeMs: 90_000, heapMiB: 320, growthMiB: 480 };
const [{ id: tenantId, outlet }] = seedData;
const question = "How long does shipping to Bandung take?";

/** Long PDFs read and cut, embedding left out; then what ten documents at once do to those who chat meanwhile. */
export async function benchIngest(): Promise<void> {
  for (const pages of [20, 200, 500]) await benchReading(pages);
  const stack = await startTestStack({ environment: { REPLY_BURST_WAIT_MS: "0" } });
  const phones = phonesOf(stack.servers.urls.whatsapp);
  const content = "# Shipping\nShipping to Bandung takes 2 working days.";
  await uploadDocument(stack, { tenantId, documentId: randomUUID(), fileName: "shop.md", content });
  await chatLatencies(phones, 5);
  const idle = await chatLatencies(phones, asked);
  const names = Array.from({ length: documents }, (_, at) => `catalogue-${at}.pdf`);
  await Promise.all(
    names.map(async (fileName, at) =>
      uploadDocument(stack, {
        tenantId,
        documentId: randomUUID(),
        fileName,
        content: bookOf(20, at),
      }),
    ),
  );
  const busy = await chatLatencies(phones, asked);
  const unread = stack.servers.unackedCount();
  console.log(`chat alone:                        ${describe(idle)}`);
  console.log(
    `chat while ${documents} documents are ingested: ${describe(busy)} (${unread} of them not yet done then)`,
  );
  await stack.close();
}

/** Reading and cutting, without embedding; the memory is what the whole process grows by. */
async function benchReading(pages: number): Promise<void> {
  const bytes = bookOf(pages, 0);
  const before = process.memoryUsage.rss();
  let highest = before;
  const watch = setInterval(() => (highest = Math.max(highest, process.memoryUsage.rss())), 20);
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const { chunks } = await readInWorker({ bytes, fileName: "book.pdf" }, "text-embedding-3-small", limits);
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  clearInterval(watch);
  const rates = `${(pages / seconds).toFixed(0)} pages/s (${((pages * 1e6) / (user + system)).toFixed(0)} per second of CPU)`;
  const [peak, grown] = [highest, highest - before].map((size) => Math.round(size / 2 ** 20));
  console.log(
    `a PDF of ${pages} pages: ${rates}, ${chunks.length} chunks, ${peak} MiB of memory at its highest, ${grown} of them for it`,
  );
}

function bookOf(count: number, book: number): Buffer {
  const line = (page: number, row: number) =>
    `Article ${book}-${page}-${row} is kept in store ${row} and costs Rp ${page * 100 + row},000 with all that belongs to it.`;
  return buildPdf(
    Array.from({ length: count }, (_, page) => Array.from({ length: 40 }, (_row, row) => line(page, row))),
  );
}

/** The times from a customer's message to its answer, one customer after the other, ascending. */
async function chatLatencies(phones: Phones, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; at < count; at += 1) {
    const customer = `6285${String(Math.floor(Math.random() * 1e9)).padStart(9, "0")}`;
    const startedAt = performance.now();
    // Another question each time: one that was asked before is not embedded again.
    await phones.write(customer, `${question} I am customer ${customer}.`, outlet.phoneNumberId);
    await until(async () => (await phones.sends()).some(({ to }) => to === customer), {
      timeoutMs: 60_000,
      everyMs: 20,
      what: "an answer",
    });
    times.push(performance.now() - startedAt);
  }
  return times.toSorted((a, b) => a - b);
}

function describe(times: readonly number[]): string {
  const at = (share: number) => Math.round(times[Math.floor((times.length - 1) * share)] ?? 0);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`;
}
