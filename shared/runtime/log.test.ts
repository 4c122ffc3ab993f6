import { expect, test } from "vitest";
import { createLog, traceFields } from "./log.ts";

function record(level = "info") {
  const lines: Record<string, unknown>[] = [];
  const destination = {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  };
  return { lines, log: createLog({ functionName: "inbound", projectId: "test", level, destination }) };
}

test("a line is JSON in Cloud Logging's own fields", () => {
  const { lines, log } = record("debug");
  log.debug("a");
  log.info("b", { outcome: "stored" });
  log.warn("c");
  log.error("d");
  expect(lines.map(({ severity, message }) => [severity, message])).toEqual([
    ["DEBUG", "a"],
    ["INFO", "b"],
    ["WARNING", "c"],
    ["ERROR", "d"],
  ]);
  expect(lines[1]).toEqual({
    severity: "INFO",
    time: expect.any(String),
    function: "inbound",
    message: "b",
    outcome: "stored",
  });
  expect(new Date(String(lines[1]?.["time"])).toISOString()).toBe(lines[1]?.["time"]);
});

test("lines below the level are not written", () => {
  const { lines, log } = record("warn");
  log.info("a");
  log.warn("b");
  expect(lines.map(({ message }) => message)).toEqual(["b"]);
});

test("an error comes with its code, its stack, its cause and the first of several errors", () => {
  const { lines, log } = record();
  const several = new AggregateError(
    [1, 2, 3, 4].map((number) => new Error(`reason ${number}`)),
    "not all",
  );
  log.error("x", { error: Object.assign(new Error("outer", { cause: several }), { code: "E1" }) });
  expect(lines[0]?.["error"]).toMatchObject({
    name: "Error",
    message: "outer",
    code: "E1",
    stack: expect.stringContaining("log.test.ts"),
    cause: {
      message: "not all",
      errors: [{ message: "reason 1" }, { message: "reason 2" }, { message: "reason 3" }],
    },
  });
});

test("what an error quotes of its input is left out, also of its stack and causes", () => {
  const { lines, log } = record();
  const refused = Object.assign(new Error('invalid input syntax for type uuid: "6281"'), {
    code: "22P02",
    detail: "6281",
  });
  log.error("x", { error: refused });
  log.error("x", { error: new Error("outer", { cause: refused }) });
  expect(JSON.stringify(lines)).not.toContain("6281");
  expect(lines[0]?.["error"]).toMatchObject({ code: "22P02", stack: expect.stringContaining("log.test.ts") });
});

test("a trace is named as Cloud Logging names it, and nothing is said without one", () => {
  expect(traceFields("test", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")).toEqual({
    "logging.googleapis.com/trace": "projects/test/traces/0af7651916cd43dd8448eb211c80319c",
  });
  expect(traceFields("test", undefined)).toEqual({});
});
