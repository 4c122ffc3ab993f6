import { beforeEach, expect, test } from "vitest";
import { createFailingAddresses, type FailingAddresses } from "./failing-addresses.ts";

let now = 0;
let addresses: FailingAddresses;
const limited = expect.objectContaining({ code: "too-many-requests" }) as Error;

beforeEach(() => {
  // Far from 0, at which the clock of the cache would read as not set.
  now = 1_000_000;
  addresses = createFailingAddresses(() => now);
});
function fail(address: string, count: number): void {
  for (let round = 0; round < count; round += 1) addresses.recordFailure(address);
}

test("an address that only fails is limited, and nobody else", () => {
  fail("a", 59);
  expect(() => addresses.admit("a")).not.toThrow();
  fail("a", 1);
  expect(() => addresses.admit("a")).toThrow(limited);
  expect(() => addresses.admit("b")).not.toThrow();
});

test("it is told when it may come again, and may then", () => {
  fail("a", 60);
  now += 20_000;
  // The one that is tried each second.
  addresses.admit("a");
  expect(() => addresses.admit("a")).toThrow(
    expect.objectContaining({ headers: { "retry-after": "40" } }) as Error,
  );
  now += 41_000;
  expect(() => addresses.admit("a")).not.toThrow();
  expect(() => addresses.admit("a")).not.toThrow();
});

test("an address that has sent what is authentic is never limited", () => {
  addresses.recordSuccess("meta");
  fail("meta", 1_000);
  expect(() => addresses.admit("meta")).not.toThrow();
});

test("one that was limited is tried each second, and is free with the first that is authentic", () => {
  fail("meta", 1_000);
  expect(() => addresses.admit("meta")).toThrow(limited);
  now += 1_000;
  addresses.admit("meta");
  expect(() => addresses.admit("meta")).toThrow(limited);
  addresses.recordSuccess("meta");
  expect(() => addresses.admit("meta")).not.toThrow();
});
