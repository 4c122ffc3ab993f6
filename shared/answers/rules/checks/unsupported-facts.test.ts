import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unsupportedFacts } from "./unsupported-facts.ts";

describe("told in other words, a fact is supported", () => {
  test.each([
    ["Delivery to Bandung is Rp 25.000.", "Delivery to Bandung costs Rp 25,000."],
    ["It costs 15000 rupiah.", "Price: Rp 15.000"],
    ["It costs 15 000 €.", "Price: 15.000 €"],
    ["It costs 15,000 €.", "Price: 15 000 €"],
    ["That is $10.", "Price: $10.00"],
    ["That is 10,50 €.", "Price: €10.50"],
    ["1,250.50 in total.", "Total 1.250,5"],
    ["You get 10 % off.", "Members get a 10% discount."],
    ["We open at 9.", "Open 09:00–18:00"],
    ["We open from 9:00 to 18:00.", "Open 9 to 18"],
    ["Buka pukul 09.00 sampai 21.30.", "Open every day from 09:00 to 21:30"],
    ["Abrimos às 9h30 e fechamos às 18h.", "Open 09:30-18:00"],
    ["We close at 5 pm.", "Open 09:00–17:00"],
    ["From 9:30 AM to 5 p.m.", "Open 9:30 - 17:00"],
    ["We close at 17:00.", "Open 9 am – 5 pm"],
    ["We are open 9 to 5.", "Open 9 am – 5 pm"],
    ["It takes 3-5 days.", "Delivery takes 3 to 5 working days."],
    ["It takes 3 to 5 days.", "Delivery takes 3–5 working days."],
    ["Call +62 22 555 0134.", "Phone: +62225550134"],
    ["Call +62225550134.", "Phone: (+62) 22-555-0134"],
    ["Call 022-555-0134.", "Phone: 022 555 0134"],
    ["On 12 May 2026.", "Holiday: May 12, 2026"],
    ["On 12/05/2026.", "Holiday: 12-05-2026"],
    ["Write to Info@Acme.example!", "E-mail: info@acme.example"],
    ["See https://acme.example/returns.", "Returns: www.acme.example/returns/"],
    ["See *acme.example* for more.", "Returns: https://acme.example/returns"],
    ["See [our shop](https://acme.example/shop).", "https://acme.example/shop"],
    ["Take the １st street; ½ kg.", "1st street, ½ kg"],
    ["The first and the second are free, all three of them.", "Some are free."],
    ["No numbers at all.", ""],
    ["It takes 5 days.", "Delivery takes five working days."],
    ["It takes five days.", "Delivery takes 5 working days."],
    ["Dua sampai 4 hari kerja.", "dua sampai empat hari kerja"],
    ["O prazo é de 14 dias.", "Em até catorze dias."],
    ["Ongkirnya 15rb.", "Ongkos kirim Rp 15.000"],
    ["Ongkirnya Rp 15.000.", "Ongkos kirim 15 ribu"],
    ["That is Rp 1,5 juta.", "Purchases above Rp 1.500.000"],
    ["That is 1.500.000.", "above 1.5 million"],
    ["It costs 2 mil.", "Cuesta 2.000"],
    ["On 12/05/2026.", "Holiday: 12 May 2026"],
    ["There are two of them, and one more.", "Some are free."],
    ["You may come in four.", "Come in 4."],
    ["Il faut sept jours.", "7 jours"],
  ])("%s ← %s", (answer, support) => {
    expect(unsupportedFacts(answer, support)).toEqual([]);
  });
});

describe("lines that the model numbers are no facts", () => {
  test.each([
    "How to pay:\n1. Bank transfer\n2. QRIS\n3. Credit card",
    "1) Bank transfer\n2) QRIS",
    "*1.* Bank transfer\n*2.* QRIS",
    "1️⃣ Bank transfer\n2️⃣ QRIS",
    "To pay:\n1. Transfer\n2. Send the receipt\n\nTo collect:\n1. Come by\n2. Show the receipt",
  ])("%j", (answer) => {
    expect(unsupportedFacts(answer, "Bank transfer, QRIS, credit card")).toEqual([]);
  });

  test("but a number that does not count on is one", () => {
    expect(unsupportedFacts("Delivery takes\n14. Really.", "Delivery takes a while.")).toEqual(["14"]);
    expect(unsupportedFacts("1. Delivery takes 14 days", "Delivery takes 7 days")).toEqual(["14"]);
  });
});

describe("what the support does not say is found", () => {
  test.each([
    ["Delivery is Rp 20,000.", "Delivery costs Rp 25,000.", ["20,000"]],
    // Digits inside another number are no support.
    ["It takes 5 days.", "It costs 15,000.", ["5"]],
    ["It takes 50 minutes.", "It costs 15,000.", ["50"]],
    ["That is 1,000.", "That is 10.00.", ["1,000"]],
    ["That is 10.", "That is 1,000.", ["10"]],
    ["That is 150.", "That is 1.50.", ["150"]],
    ["You get 20 % off.", "Members get 10 % off.", ["20"]],
    ["We open at 9:30.", "Open 09:00–18:00", ["9:30"]],
    ["We close at 5 am.", "Open 09:00–17:00", ["5 am"]],
    ["We close at 5 pm.", "Open from 5 am", ["5 pm"]],
    ["It takes 3-7 days.", "Delivery takes 3-5 days.", ["7"]],
    ["Call +62 22 555 0135.", "Phone: +62 22 555 0134", ["0135"]],
    ["Call 0812 3456 7890.", "We have no phone.", ["0812", "3456", "7890"]],
    ["Pay at https://acme.example/pay", "See https://acme.example/returns", ["https://acme.example/pay"]],
    ["Pay at evil.com/pay.", "See https://acme.example", ["evil.com/pay."]],
    ["Pay at evil.xyz now.", "See https://acme.example", ["evil.xyz"]],
    ["Pay at evil.it/pay", "See https://acme.example", ["evil.it/pay"]],
    ["Pay at toko-palsu.id", "See https://acme.example", ["toko-palsu.id"]],
    ["![x](https://evil.example/?q=secret)", "See https://acme.example", ["https://evil.example/?q=secret)"]],
    ["[Pay here](HTTPS://EVIL.EXAMPLE)", "", ["HTTPS://EVIL.EXAMPLE)"]],
    ["Chat: wa.me/628123456", "Call 628123456", ["wa.me/628123456"]],
    ["Write to boss@acme.example", "Write to info@acme.example", ["boss@acme.example"]],
    ["Since 2019.", "", ["2019"]],
    ["It takes ten days.", "It takes five days.", ["ten"]],
    ["It takes two weeks.", "It takes 3 weeks.", ["two"]],
    ["Butuh tujuh hari.", "Butuh lima hari.", ["tujuh"]],
    ["It costs 15 million.", "It costs 15,000.", ["15 million"]],
    ["It costs 15 k.", "It weighs 15 kg.", ["15 k"]],
    ["It may take 5 days.", "You may come on 12 days.", ["5"]],
  ])("%s ← %s", (answer, support, expected) => {
    expect(unsupportedFacts(answer, support)).toEqual(expected);
  });
});

test("a text supports itself, whatever it says", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(unsupportedFacts(text, text)).toEqual([]);
    }),
  );
  const pieces = fc.constantFrom(
    "1",
    "09:00",
    "10.00",
    " ",
    "-",
    "(",
    "+62",
    "12h30",
    " pm",
    "a.com",
    "/",
    ".",
    ",",
    "\n",
    "½",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      expect(unsupportedFacts(parts.join(""), parts.join(""))).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});

test("a long answer of digits is checked in no time worth speaking of", () => {
  const digits = "1 2.3,4:5-".repeat(2_000);
  expect(unsupportedFacts(digits, "").length).toBeGreaterThan(1_000);
  expect(unsupportedFacts("a.".repeat(2_000), "1 ".repeat(10_000))).toEqual([]);
});
