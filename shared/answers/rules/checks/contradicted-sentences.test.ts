import { describe, expect, test } from "vitest";
import { contradictedSentences } from "./contradicted-sentences.ts";

const shop = `Within Jakarta a parcel costs Rp 15,000 and arrives the next day; to Bandung it costs Rp 25,000.
We do not ship abroad. Gift cards cannot be turned into cash.
The store in Jakarta is open every day from 10:00 to 21:00. The store in Bandung,
at the station, opens Monday to Saturday
from 09:00 to 18:00 and stays closed on Sundays.
Unused goods may be returned within 30 days. Our workshop in Bandung mends zips and torn tents.
Cash on delivery is not available. Members collect points. Visa is accepted, but cheques are not accepted.`;

const toko = `Kami tidak mengirim ke luar negeri. Barang obral tidak dapat dikembalikan.
Toko di Jakarta buka pukul 10.00. Toko di Bandung buka pukul 09.00.`;
const loja = `Não enviamos para o exterior. A loja do Recife abre às 10h. A loja de Olinda abre às 9h.`;

describe("what the sources say is found again, in other words too", () => {
  test.each([
    "No, we do not ship abroad.",
    "Sorry, but we don't ship abroad.",
    "Gift cards can't be turned into cash.",
    "A parcel within Jakarta costs Rp 15,000, to Bandung Rp 25,000.",
    "Delivery to Bandung costs Rp 25,000.",
    "The Bandung store opens at 09:00 and closes at 18:00.",
    "It opens at 09:00.",
    "In Jakarta we are open every day from 10:00 to 21:00.",
    "You may return unused goods within 30 days.",
    "You can return goods that you have not used.",
    "Yes, the workshop in Bandung mends torn tents.",
    "Cash on delivery is unavailable.",
    "Visa is accepted; cheques are not.",
    "Do you mean the store in Jakarta that opens at 09:00?",
    "Members collect points.",
    "The store in Bandung does not open on Sundays.",
    "No, a parcel to Bandung costs Rp 25,000.",
    "Our Jakarta store is open daily from 10 am to 9 pm, and the one in Bandung is open from 9 to 18 Monday through Saturday.",
    "Sorry, no: gift cards cannot be turned into cash.",
    "No problem, unused goods may be returned within 30 days.",
  ])("%s", (answer) => {
    expect(contradictedSentences(answer, shop, "en")).toEqual([]);
  });

  test.each([
    ["id", toko, "Maaf, kami tidak mengirim ke luar negeri."],
    ["id", toko, "Toko Bandung buka pukul 9."],
    ["pt", loja, "Não, não enviamos para o exterior."],
    ["pt", loja, "No Recife a loja abre às 10h."],
    ["de", "Wir liefern nicht ins Ausland. Der Laden in Bern öffnet um 9 Uhr.", "Der Laden öffnet um 9 Uhr."],
  ])("in %s: %s", (language, support, answer) => {
    expect(contradictedSentences(answer, support, language)).toEqual([]);
  });

  test("a text does not contradict itself", () => {
    expect(contradictedSentences(shop, shop, "en")).toEqual([]);
    expect(contradictedSentences(toko, toko, "id")).toEqual([]);
    expect(contradictedSentences(loja, loja, "pt")).toEqual([]);
  });
});

describe("a yes for a no is found, and a no for a yes", () => {
  test.each([
    ["en", shop, "Yes, we ship abroad."],
    ["en", shop, "Gift cards can be turned into cash."],
    ["en", shop, "Cash on delivery is available."],
    ["en", shop, "Unused goods may not be returned within 30 days."],
    ["en", shop, "Members never collect points."],
    ["en", shop, "Cheques are accepted."],
    ["id", toko, "Ya, kami mengirim ke luar negeri."],
    ["id", toko, "Barang obral dapat dikembalikan."],
    ["pt", loja, "Sim, enviamos para o exterior."],
    ["de", "Wir liefern nicht ins Ausland.", "Ja, wir liefern ins Ausland."],
  ])("in %s: %s", (language, support, answer) => {
    expect(contradictedSentences(answer, support, language)).toEqual([answer]);
  });
});

describe("what is told of one name is not told of another", () => {
  test.each([
    ["en", shop, "Delivery to Bandung costs Rp 15,000."],
    ["en", shop, "Within Jakarta it costs Rp 25,000."],
    ["en", shop, "The Bandung store opens at 10:00."],
    ["en", shop, "In Jakarta the workshop mends zips and torn tents."],
    ["id", toko, "Toko Bandung buka pukul 10.00."],
    ["pt", loja, "A loja de Olinda abre às 10h."],
  ])("in %s: %s", (language, support, answer) => {
    expect(contradictedSentences(answer, support, language)).toEqual([answer]);
  });
});
