/** Texts that have broken something somewhere. */
export const hostileTexts: Record<string, string> = {
  "SQL that ends the statement": "'; drop table tenants; --",
  "SQL that is always true": "' or '1'='1",
  "a NUL byte": "a\0b",
  "four-byte Unicode": "𝕬𝖈𝖒𝖊 👩‍👩‍👧‍👦 \u{10FFFF}",
  "half a surrogate pair": "a\ud800b",
  "a right-to-left override": "\u202Egpj.exe",
  "line breaks": "a\r\nx-injected: 1\r\n\r\n",
  "a path": "../../../../etc/passwd",
  "percent signs": "%00%ff%c0%ae%%s%n",
  "a template": "${7*7}{{7*7}}<script>alert(1)</script>",
  "a prototype's name": "__proto__",
  "a number that is too large": "9".repeat(400),
  "a very long text": "A".repeat(20_000),
  nothing: "",
};

/** Values of every JSON type, of which a field takes at most some. */
export const wrongValues: unknown[] = [null, true, 0, -1.5, 1e308, "", [], [[]], {}, { a: { b: [] } }];

/** Whole bodies that are JSON but nothing that a route takes. */
export const hostileBodies: Record<string, string> = {
  null: "null",
  "a number": "12345678901234567890",
  "a text": '"tenant"',
  "an empty array": "[]",
  "an array of objects": "[{}, {}]",
  "an empty object": "{}",
  "prototype keys":
    '{"__proto__":{"isPolluted":true},"constructor":{"prototype":{"isPolluted":true}},"prototype":{"isPolluted":true}}',
  "the same key twice": '{"name":"a","name":{"b":1}}',
  "arrays in arrays, ten thousand deep": "[".repeat(10_000) + "]".repeat(10_000),
  "objects in objects, five thousand deep": '{"llmTone":'.repeat(5_000) + "{}" + "}".repeat(5_000),
  "ten thousand keys": JSON.stringify({
    llmTone: Object.fromEntries(Array.from({ length: 10_000 }, (_, key) => [`k${key}`, 1])),
  }),
  "a byte order mark": "\ufeff{}",
};
