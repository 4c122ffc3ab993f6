import { describe, expect, test } from "vitest";
import { storedType } from "../../shared/files/rules/deliver-file.ts";
import { fitsKind, isDigest, mediaObjectName } from "./media-file.ts";

describe("a file's type", () => {
  test.each([
    ["image", "image/jpeg", true],
    ["image", "IMAGE/PNG; q=1", true],
    ["image", "text/html", false],
    ["image", "", false],
    ["sticker", "image/webp", true],
    ["video", "video/mp4", true],
    ["video", "audio/mp4", false],
    ["audio", "audio/ogg; codecs=opus", true],
    ["audio", "video/mp4", true],
    ["voice", "application/ogg", true],
    ["audio", "image/png", false],
    ["document", "application/x-anything", true],
  ])("of a message of %s may be %s: %s", (messageType, contentType, fits) => {
    expect(fitsKind(messageType, contentType)).toBe(fits);
  });

  test.each([
    ["image/jpeg", "image/jpeg"],
    ["Audio/OGG; codecs=opus", "audio/ogg"],
    ["text/html; charset=utf-8", "application/octet-stream"],
    ["image/svg+xml", "application/octet-stream"],
    ["application/xhtml+xml", "application/octet-stream"],
    ["", "application/octet-stream"],
  ])("%s is kept as %s", (contentType, stored) => {
    expect(storedType(contentType)).toBe(stored);
  });
});

test("a digest is known in base64 and in hex, whatever its case, and no other is", () => {
  const digest = Buffer.from("00ff10", "hex");
  expect(["AP8Q", "00ff10", "00FF10"].every((told) => isDigest(digest, told))).toBe(true);
  expect(["", "AP8R", "00ff", "ap8q"].some((told) => isDigest(digest, told))).toBe(false);
});

test("a file lies under its tenant's prefix, by ids alone", () => {
  const of = { tenantId: "t", messageId: "m" };
  expect(mediaObjectName({ ...of, mediaId: "123-a" })).toBe("tenants/t/media/m/123-a");
  expect(mediaObjectName({ ...of, mediaId: "../../x y" })).toBe("tenants/t/media/m/______x_y");
});
