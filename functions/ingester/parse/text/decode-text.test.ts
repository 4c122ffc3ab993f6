import { expect, test } from "vitest";
import { decodeText } from "./decode-text.ts";

/** The bytes of a text in an encoding of one or two bytes a letter: what its decoder reads as each letter. */
function encode(text: string, encoding: string): Buffer {
  const decoder = new TextDecoder(encoding);
  const codes = new Map<string, number[]>();
  for (let one = 0; one < 256; one += 1) codes.set(decoder.decode(Uint8Array.of(one)), [one]);
  for (let one = 0x81; one < 256; one += 1)
    for (let two = 0x30; two < 256; two += 1) {
      const letter = decoder.decode(Uint8Array.of(one, two));
      if (!codes.has(letter)) codes.set(letter, [one, two]);
    }
  return Buffer.from(Array.from(text).flatMap((letter) => codes.get(letter) ?? [0x3f]));
}

function utf32(text: string, isLittleEndian: boolean): Buffer {
  const view = new DataView(new ArrayBuffer(4 * Array.from(text).length));
  Array.from(text).forEach((letter, at) =>
    view.setUint32(4 * at, letter.codePointAt(0) ?? 0, isLittleEndian),
  );
  return Buffer.from(view.buffer);
}

const french =
  "Le prix de la chambre est de 45 par nuit, petit déjeuner compris. Livraison à Genève, façon hôtel.";

test.each([
  ["windows-1250", "Zażółć gęślą jaźń. Cena pokoju wynosi 450 zł za noc, śniadanie w cenie."],
  ["windows-1250", "Příliš žluťoučký kůň. Cena pokoje je 450 Kč za noc."],
  ["windows-1251", "Цена двухместного номера 4500 рублей за ночь. Доставка бесплатно."],
  ["windows-1252", `${french} €`],
  ["windows-1254", "Çift kişilik odanın fiyatı 450 TL. Kargo ücretsizdir, İstanbul'a iki gün."],
  ["windows-1256", "سعر الغرفة المزدوجة 450 ريال في الليلة. التوصيل مجاني داخل المدينة."],
  ["koi8-r", "Цена двухместного номера 4500 рублей за ночь. Доставка бесплатно."],
  ["macintosh", french],
  ["gb18030", "双人房的价格是每晚450元,包括早餐。市内免费送货。"],
  ["big5", "雙人房的價格是每晚450元,包括早餐。市內免費送貨。"],
  ["shift_jis", "ダブルルームの料金は一泊4500円です。朝食付き。市内は送料無料。"],
  ["euc-jp", "ダブルルームの料金は一泊4500円です。朝食付き。市内は送料無料。"],
  ["euc-kr", "더블룸 가격은 1박에 45000원입니다. 조식 포함. 시내 무료 배송."],
])("a text in %s that does not say so is read: %s", async (encoding, text) => {
  expect(await decodeText(encode(text, encoding))).toEqual({ text, warnings: [] });
});

test("so is one whose first foreign letter stands far from its start", async () => {
  const text = `${"The shop is open every day.\n".repeat(8_000)}Доставка бесплатно, цена двухместного номера 450 рублей.`;
  expect((await decodeText(encode(text, "windows-1251"))).text).toBe(text);
});

test.each([
  ["UTF-16, little end first", (text: string) => Buffer.from(text, "utf16le")],
  ["UTF-16, big end first", (text: string) => Buffer.from(text, "utf16le").swap16()],
  ["UTF-32, little end first", (text: string) => utf32(text, true)],
  ["UTF-32, big end first", (text: string) => utf32(text, false)],
])("a text in %s is read with a mark and without", async (_name, encodeWide) => {
  const text = "Price of the room: 450, café included 🛏.";
  for (const written of [text, `\uFEFF${text}`]) {
    expect(await decodeText(encodeWide(written))).toEqual({ text, warnings: [] });
  }
});

test("a text of too few foreign letters is read as the likeliest, and says that it is not certain", async () => {
  const text = "Menü: Käse 5";
  expect(await decodeText(encode(text, "windows-1252"))).toEqual({
    text,
    warnings: [{ code: "encoding-uncertain", count: 1 }],
  });
});
