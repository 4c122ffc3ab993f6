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
  receivedVoice: "Terima kasih atas pesan suara Anda.",
  receivedPicture: "Terima kasih, gambarnya sudah kami terima.",
  receivedVideo: "Terima kasih, videonya sudah kami terima.",
  receivedDocument: "Terima kasih, dokumennya sudah kami terima.",
  receivedContact: "Terima kasih, kontaknya sudah kami terima.",
  receivedPlace: "Terima kasih, lokasinya sudah kami terima.",
  receivedOrder: "Terima kasih, pesanan Anda sudah kami terima.",
  receivedForm: "Terima kasih, formulirnya sudah kami terima.",
  disclosure: "Halo! Saya asisten otomatis {business}.",
  isBot: "Ya, saya asisten otomatis {business}, bukan manusia.",
  reachPerson: "Jika Anda ingin berbicara dengan petugas kami, cukup tulis “{word}”.",
  personWord: "petugas",
};
