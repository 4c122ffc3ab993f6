import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkAnswer } from "./check-answer.ts";

type Case = [document: string, language: string, entry: number, question: string, answer: string];

function check([document, language, entry, question, answer]: Case) {
  const path = new URL(`../../../emulators/eval/documents/${document}.md`, import.meta.url);
  const [heading = "", ...text] = (readFileSync(path, "utf8").split("\n## ")[entry + 1] ?? "").split("\n");
  const source = {
    id: 1,
    chunkId: "c",
    documentId: "d",
    title: document,
    heading,
    text: text.join("\n").trim(),
  };
  return checkAnswer(
    { kind: "answer", language, citations: [1], answer, handoff_reason: null, handoff_summary: null },
    { sources: [source], question, handoffText: "-", language },
  );
}

test.each<Case>([
  [
    "shop",
    "en",
    0,
    "is the Bandung branch open on Sunday?",
    "No, the Bandung store is closed on Sundays. It's open Monday to Saturday, 9 am to 6 pm.",
  ],
  [
    "shop",
    "en",
    0,
    "when do you open?",
    "Our Jakarta store is open daily from 10 am to 9 pm, and the one in Bandung is open from 9 to 18 Monday through Saturday.",
  ],
  [
    "shop",
    "en",
    1,
    "how much is shipping to Surabaya?",
    "Shipping to the rest of Java costs Rp 28,000 and takes 2–4 working days. Orders above Rp 750,000 ship for free!",
  ],
  [
    "shop",
    "en",
    1,
    "do you ship to Singapore?",
    "Unfortunately, we don't ship abroad. We only deliver within Indonesia.",
  ],
  [
    "shop",
    "en",
    2,
    "can I pick up?",
    "Yes! You can pick up your order at either store two hours after placing it. Please bring your order number and an ID card.",
  ],
  [
    "shop",
    "en",
    3,
    "can I return it?",
    "You can return unused items within 30 days of delivery as long as you have the receipt. We'll refund your money within 5 working days.",
  ],
  ["shop", "en", 3, "can I return sale items?", "I'm afraid sale items can't be returned."],
  [
    "shop",
    "en",
    4,
    "boots too small",
    "No problem! We'll exchange your boots once for free. Just write to us within 14 days and our courier will bring the new pair and pick up the old ones.",
  ],
  [
    "shop",
    "en",
    5,
    "paypal?",
    "We accept bank transfer, QRIS, Visa and Mastercard. Cash on delivery isn't possible.",
  ],
  [
    "shop",
    "en",
    6,
    "warranty?",
    "Backpacks and tents come with a 2-year warranty covering material and sewing faults. Burns aren't covered.",
  ],
  [
    "shop",
    "en",
    8,
    "rent a tent",
    "Renting a two-person tent costs Rp 60,000 per night, plus a Rp 300,000 deposit that you get back when it's returned clean and undamaged. Please reserve at least 3 days in advance.",
  ],
  [
    "shop",
    "en",
    9,
    "points",
    "It's free to become a member! You earn 1 point for every Rp 10,000 you spend, and 100 points get you a Rp 25,000 voucher.",
  ],
  [
    "shop",
    "en",
    13,
    "trip cost",
    "The trip to Mount Gede costs Rp 450,000 including a guide, meals and the permit. Kids aged 10 and up can join with a parent.",
  ],
  [
    "toko",
    "id",
    0,
    "apakah buka hari minggu?",
    "Maaf Kak, toko Bandung tutup di hari Minggu. Toko Jakarta buka setiap hari jam 10.00–21.00.",
  ],
  [
    "toko",
    "id",
    1,
    "ongkir?",
    "Ongkir ke Jakarta Rp15.000 dan sampai di hari kerja berikutnya, Kak. Untuk Jawa lainnya Rp28.000, sekitar 2–4 hari kerja.",
  ],
  ["toko", "id", 1, "luar negeri?", "Mohon maaf, kami belum melayani pengiriman ke luar negeri ya Kak."],
  [
    "toko",
    "id",
    2,
    "retur?",
    "Bisa Kak! Barang yang belum dipakai bisa dikembalikan dalam 30 hari dengan struknya. Uangnya kembali dalam 5 hari kerja.",
  ],
  [
    "toko",
    "id",
    3,
    "cod?",
    "Maaf Kak, kami tidak menyediakan COD. Pembayaran bisa lewat transfer bank, QRIS, Visa, atau Mastercard.",
  ],
  ["toko", "id", 4, "garansi", "Ransel dan tenda kami bergaransi 2 tahun untuk cacat bahan dan jahitan."],
  [
    "loja",
    "pt",
    0,
    "abre domingo?",
    "A loja de Olinda fecha aos domingos, mas a do Recife abre todos os dias, das 10h às 21h.",
  ],
  [
    "loja",
    "pt",
    1,
    "frete?",
    "O frete dentro do Recife é R$ 15,00 e chega no próximo dia útil. Compras acima de R$ 250 têm frete grátis!",
  ],
  ["loja", "pt", 1, "exterior?", "Infelizmente não fazemos envios para o exterior."],
  [
    "loja",
    "pt",
    3,
    "parcelar?",
    "Sim! Em compras acima de R$ 400 você pode parcelar em até 3 vezes sem juros.",
  ],
  [
    "loja",
    "pt",
    5,
    "aluguel",
    "O aluguel de uma barraca para 2 pessoas custa R$ 40 por noite, mais R$ 150 de caução. Reserve com 3 dias de antecedência.",
  ],
])("as a model words it, what %s says passes (%s, entry %i): %s", (...answer) => {
  expect(check(answer)).toEqual({});
});

test.each<Case>([
  ["shop", "en", 0, "sundays?", "The Bandung store is open on Sundays from 10 am to 9 pm."],
  ["shop", "en", 0, "phone?", "You reach the Jakarta store by phone on +62 22 555 0177."],
  ["shop", "en", 0, "phone?", "You reach the Bandung store by phone on +62 22 555 0178."],
  ["shop", "en", 1, "java?", "Shipping to the rest of Java takes five to seven working days."],
  ["shop", "en", 1, "abroad?", "Yes, we ship abroad."],
  ["shop", "en", 3, "sale?", "Sale items can be returned."],
  ["shop", "en", 3, "refund?", "We refund the amount within two weeks, see refunds.kawan.example."],
  [
    "shop",
    "en",
    6,
    "warranty?",
    "A lifetime warranty covers theft, loss and accidents everywhere in the world.",
  ],
  ["shop", "en", 8, "rent?", "A tent for two costs Rp 60.000 a week."],
  ["toko", "id", 0, "minggu?", "Toko Bandung buka setiap hari pukul 10.00 sampai 21.00."],
  ["toko", "id", 1, "luar negeri?", "Kami mengirim ke luar negeri."],
  ["toko", "id", 2, "obral?", "Barang obral dapat dikembalikan dalam 30 hari."],
  ["toko", "id", 4, "garansi?", "Garansi seumur hidup termasuk kehilangan dan pencurian."],
  ["loja", "pt", 0, "olinda?", "A loja de Olinda abre das 10h às 21h."],
  ["loja", "pt", 1, "exterior?", "Enviamos para o exterior."],
  ["loja", "pt", 3, "parcelar?", "Compras acima de R$ 100 podem ser divididas em três parcelas."],
  ["loja", "pt", 4, "garantia?", "Desgaste e mau uso são cobertos."],
])("what %s does not say does not (%s, entry %i): %s", (...answer) => {
  expect(check(answer).failure).toMatch(/^unsupported-/);
});
