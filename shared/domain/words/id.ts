import type { CustomerWords } from "./customer-words.ts";

export const id: CustomerWords = {
  handoff: "Maaf, saya tidak memiliki informasi itu.",
  askedForHuman: "Tentu saja.",
  technical: "Maaf, saat ini saya tidak bisa mencarinya.",
  quota: "Terima kasih atas pesan Anda.",
  colleagueSoon: "Rekan kami akan membalas di sini secepatnya.",
  colleagueAt:
    "Saat ini kami sedang tutup. Rekan kami akan membalas di sini begitu kami buka kembali: {when}.",
  when: "{day}, {time}",
  unreadable: "Terima kasih. Untuk saat ini saya hanya bisa membaca pesan teks. Bisakah Anda menuliskannya?",
  disclosure: "Halo! Saya asisten otomatis {business}.",
  isBot: "Ya, saya asisten otomatis {business}, bukan manusia.",
  reachPerson: "Jika Anda ingin berbicara dengan petugas kami, cukup tulis “{word}”.",
  personWord: "petugas",
};
