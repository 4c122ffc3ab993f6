import { findStemmer } from "../../../../shared/language/find-stemmer.ts";
import { foldAccents } from "../../../../shared/language/fold-accents.ts";
import type { Language } from "./stop-words.ts";

/** Different words by which customers and documents name one thing; the first of each line stands for all. */
const synonymLines = `
  price cost costs fee fees charge charges pricing tariff expensive cheap paid salary harga biaya ongkir tarif ongkos precio costo preço custo
  phone telephone call whatsapp hotline telepon telp teléfono telefone
  deliver delivery shipping ship shipment shipped courier send kirim pengiriman antar envío envios entrega
  open opening opens hours buka jam abierto abre horario aberto
  close closing closes closed tutup cerrado cierra fechado
  refund refunds refunded reimburse reimbursed money-back
  return returns returned returning
  broken damaged defective faulty damage rusak
  package parcel packet paket
  buy purchase bought order orders ordered beli pesan
  location address located alamat lokasi dirección ubicación endereço
  need require requires required needed necessary must
  calculate compute computed calculated
  dispute disagreement disagreements disputes
  change amend modify alter changed amended
  pronounce pronounced pronunciation
  choose select pick chosen
  begin start starts begins started
  finish end ends finished
  company business firm
  allow permit permitted allowed
  maximum max most limit
  minimum min least
  remove delete erase removed
  create make add
  display show displays shows
  error problem issue trouble
  guarantee warranty garansi garantía garantia
  discount promo promotion diskon descuento desconto
  halal halaal
  job vacancy hiring career lowongan
`;

const canonicals = new Map<Language, ReadonlyMap<string, string>>();

/** A word reduced so that its inflections and close synonyms compare equal. */
export function stem(word: string, language: Language): string {
  const bare = cut(word.toLowerCase(), language);
  return synonyms(language).get(bare) ?? bare;
}

function synonyms(language: Language): ReadonlyMap<string, string> {
  const known = canonicals.get(language);
  if (known !== undefined) return known;
  const canonical = new Map<string, string>();
  for (const line of synonymLines.trim().split("\n")) {
    const [first = "", ...others] = line.trim().split(" ");
    for (const word of [first, ...others]) canonical.set(cut(word, language), first);
  }
  canonicals.set(language, canonical);
  return canonical;
}

function cut(word: string, language: Language): string {
  const stemmer = language === "en" ? undefined : findStemmer(language);
  return stemmer === undefined ? suffixless(word) : foldAccents(stemmer(word));
}

/** Cuts English inflections; crude, but the same on both sides of a comparison. */
function suffixless(word: string): string {
  if (word.length < 4 || /\d/.test(word)) return word;
  const bare = word
    .replace(/['’]s?$/, "")
    .replace(/ies$/, "y")
    .replace(/(ss|sh|ch|x|z)es$/, "$1")
    .replace(/([^su])s$/, "$1")
    .replace(/(?<=.{3})(ational|ation|ator|ations)$/, "ate")
    .replace(/(?<=.{3})(ing|ed|ment|ly|ion|er|al|able|ible)$/, "")
    .replace(/([^aeioulsz])\1$/, "$1");
  return bare.replace(/e$/, "").replace(/([^aeiou])y$/, "$1i");
}
