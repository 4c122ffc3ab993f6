import { expect, test } from "vitest";
import { isAfterword } from "./afterword.ts";

const said = (body: string) => isAfterword({ type: "text", body });

test.each([
  [
    "en",
    [
      "Thanks",
      "thank you!",
      "Thank you so much 🙏",
      "ok thanks",
      "Thx",
      "ty",
      "Great, thanks",
      "bye",
      "👍",
      "Perfect, thank you",
    ],
  ],
  [
    "id",
    [
      "Terima kasih",
      "makasih ya",
      "Makasih kak",
      "terima kasih banyak",
      "ok makasih",
      "baik, terima kasih",
      "siap",
      "oke",
      "sip",
      "trims",
    ],
  ],
  [
    "pt-BR",
    [
      "Obrigado",
      "obrigada!",
      "Muito obrigado",
      "valeu",
      "ok, obrigada",
      "Brigado",
      "blz",
      "beleza",
      "tchau",
      "Perfeito, obrigado",
    ],
  ],
  [
    "es",
    [
      "Gracias",
      "muchas gracias",
      "¡Gracias!",
      "ok gracias",
      "mil gracias",
      "vale",
      "perfecto, gracias",
      "adiós",
      "listo",
      "Gracias 🙏",
    ],
  ],
] as const)("thanks and goodbyes in %s are no reason to open a conversation again", (_, phrases) => {
  expect(phrases.filter((phrase) => !said(phrase))).toEqual([]);
});

test("a question, an order or a complaint is one, however politely it is put", () => {
  const phrases = [
    "Thanks, and when does it arrive?",
    "thank you but it is broken",
    "Makasih, tapi belum sampai",
    "Terima kasih. Berapa ongkirnya?",
    "Obrigado, mas quero trocar",
    "Valeu, qual o endereço?",
    "Gracias, ¿y el otro pedido?",
    "Gracias pero no funciona",
    "ok 2 please",
    "hello",
    "no",
    "Thanks, one more of the blue ones",
  ];
  expect(phrases.filter(said)).toEqual([]);
});

test("a sticker is none; a picture or a voice note is", () => {
  expect(isAfterword({ type: "sticker", body: "" })).toBe(true);
  expect(isAfterword({ type: "image", body: "" })).toBe(false);
  expect(isAfterword({ type: "audio", body: "" })).toBe(false);
});
