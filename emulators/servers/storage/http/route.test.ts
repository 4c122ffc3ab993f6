import { describe, expect, test } from "vitest";
import { parseRoute } from "./route.ts";

describe("JSON API paths", () => {
  test.each([
    "/b/docs/o/a%2Fb%20%C3%A9",
    "/storage/v1/b/docs/o/a%2Fb%20%C3%A9",
    "/download/storage/v1/b/docs/o/a%2Fb%20%C3%A9",
  ])("%s is an object whose name holds a slash, a space and an accent", (path) => {
    expect(parseRoute(path, false)).toEqual({ kind: "object", bucket: "docs", object: "a/b é" });
  });

  test("a dot-dot stays part of the name", () => {
    expect(parseRoute("/b/docs/o/..%2F..%2Fetc%2Fpasswd", false)).toEqual({
      kind: "object",
      bucket: "docs",
      object: "../../etc/passwd",
    });
  });

  test("rewriteTo names both ends", () => {
    expect(parseRoute("/b/one/o/a%2Fb/rewriteTo/b/two/o/c%2Fd", false)).toEqual({
      kind: "rewrite",
      from: { bucket: "one", object: "a/b" },
      to: { bucket: "two", object: "c/d" },
    });
  });

  test.each([
    ["/b", { kind: "buckets" }],
    ["/storage/v1/b/", { kind: "buckets" }],
    ["/b/docs", { kind: "bucket", bucket: "docs" }],
    ["/b/docs/o", { kind: "objects", bucket: "docs" }],
    ["/upload/storage/v1/b/docs/o", { kind: "upload", bucket: "docs" }],
    ["/b/docs/notificationConfigs/7", { kind: "notification", bucket: "docs", id: "7" }],
    ["/b/docs/iam", { kind: "unknown" }],
    ["/b/docs/o/a/compose", { kind: "unknown" }],
    ["/", { kind: "unknown" }],
  ])("%s", (path, route) => {
    expect(parseRoute(path, false)).toEqual(route);
  });
});

test("a signed path is bucket and object, slashes and all", () => {
  expect(parseRoute("/storage/v1/b/o%20x", true)).toEqual({
    kind: "xml",
    bucket: "storage",
    object: "v1/b/o x",
  });
});

test("a broken percent-encoding is a bad request", () => {
  expect(() => parseRoute("/b/docs/o/%ZZ", false)).toThrow(expect.objectContaining({ status: 400 }));
});
