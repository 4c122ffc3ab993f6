import { expect, test } from "vitest";
import { parseFilter } from "./parse-filter.ts";

const attributes = { domain: "com", "iana.org/language_tag": "en", region: "us-east1" };

test.each([
  ["", true],
  ["attributes:domain", true],
  ["attributes:missing", false],
  ["NOT attributes:missing", true],
  ["-attributes:domain", false],
  ['attributes.domain = "com"', true],
  ['attributes.domain="org"', false],
  ['attributes.domain != "com"', false],
  ['attributes.missing != "com"', true],
  ['attributes."iana.org/language_tag" = "en"', true],
  ['attributes:"iana.org/language_tag"', true],
  ['hasPrefix(attributes.region, "us-")', true],
  ['hasPrefix(attributes.missing, "us-")', false],
  ['attributes:domain AND attributes.region = "eu"', false],
  ['attributes:domain OR attributes.region = "eu"', true],
  ["(attributes:missing OR attributes:domain) AND NOT attributes:other", true],
  ["NOT (attributes:domain AND attributes:region)", false],
  ["attributes:toString", false],
])("%s is %s", (filter, expected) => {
  expect(parseFilter(filter)(attributes)).toBe(expected);
});

test.each([
  "attributes",
  "attributes.domain",
  "attributes.domain = com",
  "attributes:a AND attributes:b OR attributes:c",
  "(attributes:a",
  "attributes:a)",
  "hasPrefix(attributes.a)",
  'data = "x"',
  'attributes.a = "unclosed',
  `attributes:${"a".repeat(250)}`,
])("%s is refused", (filter) => {
  expect(() => parseFilter(filter)).toThrow(/filter/i);
});
