import type { CustomerWords } from "./customer-words.ts";

export const tr: CustomerWords = {
  handoff: "Üzgünüm, bu bilgiye sahip değilim.",
  askedForHuman: "Elbette.",
  technical: "Üzgünüm, şu anda buna bakamıyorum.",
  quota: "Mesajınız için teşekkür ederiz.",
  colleagueSoon: "Bir çalışma arkadaşımız en kısa sürede size buradan yanıt verecek.",
  colleagueAt:
    "Şu anda kapalıyız. Yeniden açıldığımızda bir çalışma arkadaşımız size buradan yanıt verecek: {when}.",
  when: "{day}, {time}",
  unreadable:
    "Teşekkürler. Şimdilik yalnızca yazılı mesajları okuyabiliyorum. Bana yazı olarak gönderebilir misiniz?",
  receivedVoice: "Sesli mesajınız için teşekkürler.",
  receivedPicture: "Teşekkürler, görsel bize ulaştı.",
  receivedVideo: "Teşekkürler, video bize ulaştı.",
  receivedDocument: "Teşekkürler, belge bize ulaştı.",
  receivedContact: "Teşekkürler, kişi bilgisi bize ulaştı.",
  receivedPlace: "Teşekkürler, konum bize ulaştı.",
  receivedOrder: "Teşekkürler, siparişiniz bize ulaştı.",
  receivedForm: "Teşekkürler, form bize ulaştı.",
  disclosure: "Merhaba! Ben {business} adına yazan otomatik asistanım.",
  isBot: "Evet, ben {business} adına yazan otomatik bir asistanım, insan değilim.",
  reachPerson: "Bir yetkiliyle görüşmek isterseniz “{word}” yazmanız yeterli.",
  personWord: "temsilci",
};
