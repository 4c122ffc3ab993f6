import { expect, test } from "vitest";
import { detectLanguage } from "./detect-language.ts";

const said: Record<string, string[]> = {
  en: [
    "How long is the warranty?",
    "can i speak to a human",
    "where is my order",
    "do you ship to Bali",
    "thanks",
  ],
  id: ["halo kak", "berapa harganya?", "pesanan saya belum sampai", "buka jam berapa", "terima kasih"],
  pt: ["quanto custa? obrigado", "quero falar com um atendente", "cadê meu pedido", "não chegou ainda"],
  es: ["hola", "¿cuánto cuesta?", "quiero hablar con una persona", "dónde está mi pedido", "gracias"],
  fr: ["bonjour", "combien ça coûte ?", "je veux parler à quelqu'un", "où est ma commande", "merci"],
  de: ["wie viel kostet das?", "ich möchte mit einem Menschen sprechen", "wann öffnet ihr", "danke"],
  it: ["ciao", "quanto costa?", "vorrei parlare con una persona", "dov'è il mio ordine", "grazie"],
  nl: ["hoeveel kost het?", "ik wil met een mens praten", "waar is mijn bestelling", "dank je wel"],
  tr: ["merhaba", "fiyatı ne kadar?", "biriyle konuşmak istiyorum", "siparişim nerede"],
  ar: ["مرحبا", "كم السعر؟"],
  hi: ["नमस्ते", "कीमत क्या है?"],
  ja: ["いくらですか？", "人と話したい"],
};

test.each(Object.entries(said))("%s is recognized in few words", (language, texts) => {
  for (const text of texts) expect(detectLanguage(text), text).toBe(language);
});

test.each(["ok", "👍", "12345", "https://shop.example", "Jakarta", "", "привет", "你好", "xin chào"])(
  "nothing is guessed of %j",
  (text) => {
    expect(detectLanguage(text)).toBeUndefined();
  },
);
