import { array, assert, asyncProperty, constantFrom, integer, pre } from "fast-check";
import { expect, test } from "vitest";
import { boundaryOf, splitMultipart } from "./multipart.ts";

function message(body: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from('--edge\r\nContent-Type: application/json\r\n\r\n{"name":"a"}\r\n'),
    Buffer.from("--edge\r\ncontent-type: text/plain; charset=utf-8 \r\n\r\n"),
    body,
    Buffer.from("\r\n--edge--\r\n"),
  ]);
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collect(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test("the parts come out whole, wherever the chunks are cut and whatever resembles a boundary", async () => {
  const piece = constantFrom("\r", "\n", "-", "\r\n--edg", "--edge", "x", "\r\n--", "");
  await assert(
    asyncProperty(array(piece), integer({ min: 1, max: 40 }), async (pieces, size) => {
      const body = Buffer.from(pieces.join(""));
      pre(!body.includes("\r\n--edge"));
      const parts = await splitMultipart(inPieces(message(body), size), "edge");
      expect(parts).toMatchObject({ metadata: '{"name":"a"}', contentType: "text/plain; charset=utf-8" });
      expect(await collect(parts.body)).toEqual(body);
    }),
  );
});

test("a body without its closing boundary is refused", async () => {
  const cut = message(Buffer.from("half")).subarray(0, -10);
  const { body } = await splitMultipart(inPieces(cut, 7), "edge");
  await expect(collect(body)).rejects.toMatchObject({ status: 400 });
});

test.each([
  ["multipart/related; boundary=edge", "edge"],
  ['multipart/related; type="x/y"; boundary="a b"', "a b"],
])("the boundary of %s", (contentType, boundary) => {
  expect(boundaryOf(contentType)).toBe(boundary);
});

test.each(["multipart/related", "text/plain; boundary=x", undefined])("%s has no boundary", (contentType) => {
  expect(() => boundaryOf(contentType)).toThrow(expect.objectContaining({ status: 400 }));
});
