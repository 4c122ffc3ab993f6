import { expect, test } from "vitest";
import { deliverFile } from "./deliver-file.ts";

test.each([
  ["image/jpeg", "image/jpeg"],
  ["audio/ogg; codecs=opus", "audio/ogg"],
  ["VIDEO/MP4", "video/mp4"],
  ["application/pdf", "application/pdf"],
])("%s is shown", (given, contentType) => {
  expect(deliverFile(given)).toEqual({ contentType, disposition: "inline" });
});

test.each([
  ["text/html", "application/octet-stream"],
  ["text/html; charset=utf-8", "application/octet-stream"],
  ["Image/SVG+XML", "application/octet-stream"],
  ["application/xhtml+xml", "application/octet-stream"],
  ["", "application/octet-stream"],
  ["text/plain", "text/plain"],
  ["image/x-unknown", "image/x-unknown"],
  ["application/zip", "application/zip"],
])("%s is downloaded", (given, contentType) => {
  expect(deliverFile(given)).toEqual({ contentType, disposition: "attachment" });
});
