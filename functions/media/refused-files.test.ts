import { createHash } from "node:crypto";
import type { RequestListener } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type MediaDesk, type Note, openMediaDesk, picture } from "./testing/media-desk.ts";

let desk: MediaDesk;

beforeAll(async () => {
  desk = await openMediaDesk();
});
afterEach(async () => desk.endTest());
afterAll(async () => desk.close());

describe("what is not what Meta told is not kept", () => {
  const answer =
    (type: string): RequestListener =>
    (_request, response) => {
      response.setHeader("content-type", type);
      response.end(picture);
    };
  test.each<[string, object, Note, string]>([
    ["of another hash", {}, { sha256: "b3RoZXI=" }, "wrong-hash"],
    ["of another hash than Graph tells", { sha256: "00ff" }, {}, "wrong-hash"],
    ["of another size", { file_size: "5" }, {}, "wrong-size"],
    ["of another type", {}, { type: "video" }, "wrong-type"],
  ])("%s", async (_what, described, note, reason) => {
    const before = await desk.objects();
    const graph = await desk.graphWith((own) => `${own}/file`, described, answer("image/jpeg"));
    const { outcome, messageId } = await desk.fetchFrom(graph, note);
    expect(outcome).toMatchObject({ outcome: "pending", reason });
    expect(await desk.row(messageId)).toMatchObject({
      status: "pending",
      reason,
      attempt_count: 1,
      object_name: null,
    });
    expect(await desk.objects()).toEqual(before);
  });

  test("and what is larger than WhatsApp takes is lost at once", async () => {
    const graph = await desk.graphWith((own) => own, { file_size: 200 * 1024 * 1024 }, answer("image/jpeg"));
    expect((await desk.fetchFrom(graph)).outcome).toMatchObject({ outcome: "lost", reason: "too-large" });
  });

  test("nor what breaks off", async () => {
    const before = await desk.objects();
    const graph = await desk.graphWith(
      (own) => `${own}/file`,
      {},
      (_request, response) => {
        response.writeHead(200, { "content-type": "image/jpeg", "content-length": "1000" });
        response.write(picture, () => response.destroy());
      },
    );
    expect((await desk.fetchFrom(graph)).outcome).toMatchObject({
      outcome: "pending",
      reason: "interrupted",
    });
    expect(await desk.objects()).toEqual(before);
  });

  test("and the hash may be written in hex", async () => {
    const sha256 = createHash("sha256").update(picture).digest("hex");
    const graph = await desk.graphWith((own) => `${own}/file`, { sha256 }, answer("image/jpeg"));
    expect((await desk.fetchFrom(graph)).outcome).toMatchObject({ outcome: "stored" });
  });
});

describe("the token", () => {
  test("goes to no other host, neither by Graph's word nor by a redirect", async () => {
    const seen: (string | undefined)[] = [];
    const stranger = await desk.serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end(picture);
    });
    const direct = await desk.graphWith(
      () => `${stranger}/file`,
      {},
      (_request, response) => response.end(),
    );
    expect((await desk.fetchFrom(direct)).outcome).toMatchObject({
      outcome: "pending",
      reason: "host-not-allowed",
    });
    const redirecting = await desk.graphWith(
      (own) => `${own}/file`,
      {},
      (_request, response) => response.writeHead(302, { location: `${stranger}/file` }).end(),
    );
    expect((await desk.fetchFrom(redirecting)).outcome).toMatchObject({ reason: "host-not-allowed" });
    expect(seen).toEqual([]);
  });

  test("follows a redirect on the same host, and not for ever", async () => {
    const graph = await desk.graphWith(
      (own) => `${own}/a`,
      {},
      (request, response) =>
        request.url === "/a"
          ? response.writeHead(302, { location: "/b" }).end()
          : response.writeHead(200, { "content-type": "image/png" }).end(request.headers.authorization),
    );
    expect((await desk.fetchFrom(graph)).outcome).toMatchObject({ outcome: "stored" });
    const circle = await desk.graphWith(
      (own) => `${own}/a`,
      {},
      (_request, response) => response.writeHead(302, { location: "/a" }).end(),
    );
    expect((await desk.fetchFrom(circle)).outcome).toMatchObject({ outcome: "pending", reason: "redirect" });
  });
});
