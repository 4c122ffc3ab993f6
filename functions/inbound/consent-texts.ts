/** What confirms in a language that a word of consent was heard. */
export type ConsentTexts = {
  out: string;
  in: string;
  back: (word: string) => string;
  /** The word that leads back, as it is told: one that `consentPhrases` knows. */
  startWord: string;
};

/** One for each language in which there are words of consent. */
export const consentTexts: Readonly<Record<string, ConsentTexts>> = {
  en: {
    out: "You will get no more offers from us.",
    in: "You will get our offers again.",
    back: (word) => `Write ${word} to get them again.`,
    startWord: "START",
  },
  id: {
    out: "Anda tidak akan menerima promo dari kami lagi.",
    in: "Anda akan menerima promo dari kami lagi.",
    back: (word) => `Tulis ${word} untuk menerimanya lagi.`,
    startWord: "MULAI",
  },
  pt: {
    out: "Você não receberá mais ofertas nossas.",
    in: "Você voltará a receber nossas ofertas.",
    back: (word) => `Escreva ${word} para voltar a recebê-las.`,
    startWord: "COMEÇAR",
  },
  es: {
    out: "No recibirá más ofertas nuestras.",
    in: "Volverá a recibir nuestras ofertas.",
    back: (word) => `Escriba ${word} para volver a recibirlas.`,
    startWord: "ALTA",
  },
  fr: {
    out: "Vous ne recevrez plus nos offres.",
    in: "Vous recevrez à nouveau nos offres.",
    back: (word) => `Écrivez ${word} pour les recevoir à nouveau.`,
    startWord: "COMMENCER",
  },
  de: {
    out: "Sie erhalten keine Angebote mehr von uns.",
    in: "Sie erhalten wieder unsere Angebote.",
    back: (word) => `Schreiben Sie ${word}, um sie wieder zu erhalten.`,
    startWord: "ANMELDEN",
  },
  it: {
    out: "Non riceverà più le nostre offerte.",
    in: "Riceverà di nuovo le nostre offerte.",
    back: (word) => `Scriva ${word} per riceverle di nuovo.`,
    startWord: "INIZIA",
  },
  nl: {
    out: "U ontvangt geen aanbiedingen meer van ons.",
    in: "U ontvangt onze aanbiedingen weer.",
    back: (word) => `Schrijf ${word} om ze weer te ontvangen.`,
    startWord: "AANMELDEN",
  },
  tr: {
    out: "Artık bizden kampanya mesajı almayacaksınız.",
    in: "Kampanyalarımızı yeniden alacaksınız.",
    back: (word) => `Yeniden almak için ${word} yazın.`,
    startWord: "BAŞLA",
  },
  ar: {
    out: "لن تصلك عروض منا بعد الآن.",
    in: "ستصلك عروضنا من جديد.",
    back: (word) => `اكتب «${word}» لتصلك من جديد.`,
    startWord: "اشتراك",
  },
  hi: {
    out: "अब आपको हमारे ऑफ़र नहीं मिलेंगे।",
    in: "आपको हमारे ऑफ़र फिर से मिलेंगे।",
    back: (word) => `इन्हें फिर से पाने के लिए ${word} लिखें।`,
    startWord: "शुरू",
  },
  ja: {
    out: "今後、当店からのお知らせは配信されません。",
    in: "当店からのお知らせを再び配信いたします。",
    back: (word) => `再開するには「${word}」と送信してください。`,
    startWord: "配信再開",
  },
  ru: {
    out: "Вы больше не будете получать наши предложения.",
    in: "Вы снова будете получать наши предложения.",
    back: (word) => `Напишите ${word}, чтобы получать их снова.`,
    startWord: "СТАРТ",
  },
  th: {
    out: "คุณจะไม่ได้รับข้อเสนอจากเราอีก",
    in: "คุณจะได้รับข้อเสนอจากเราอีกครั้ง",
    back: (word) => `พิมพ์ ${word} เพื่อรับอีกครั้ง`,
    startWord: "เริ่ม",
  },
  zh: {
    out: "您将不再收到我们的优惠信息。",
    in: "您将重新收到我们的优惠信息。",
    back: (word) => `回复“${word}”即可重新接收。`,
    startWord: "订阅",
  },
};
