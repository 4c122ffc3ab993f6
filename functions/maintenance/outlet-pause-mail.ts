import { chooseMailLanguage, type MailLanguage } from "../../shared/tenants/rules/mail-language.ts";

type Words = {
  subject: (outlet: string) => string;
  text: (outlet: string) => string;
  why: string;
  after: string;
};

const words: Record<MailLanguage, Words> = {
  en: {
    subject: (outlet) => `${outlet} does not send any more`,
    text: (outlet) => `The outlet ${outlet} is paused: WhatsApp takes no messages from it.`,
    why: "The reason, and what to do:",
    after:
      "Customers' messages still come in. What is to be sent is held, and goes out when the outlet works again.",
  },
  id: {
    subject: (outlet) => `${outlet} tidak mengirim lagi`,
    text: (outlet) => `Outlet ${outlet} dijeda: WhatsApp tidak menerima pesan darinya.`,
    why: "Alasannya, dan apa yang harus dilakukan (dalam bahasa Inggris):",
    after: "Pesan pelanggan tetap masuk. Pesan keluar ditahan dan dikirim begitu outlet berfungsi lagi.",
  },
  pt: {
    subject: (outlet) => `${outlet} deixou de enviar`,
    text: (outlet) => `A loja ${outlet} está em pausa: o WhatsApp não aceita mensagens dela.`,
    why: "O motivo e o que fazer (em inglês):",
    after:
      "As mensagens dos clientes continuam a chegar. O que há para enviar fica retido e sai quando a loja voltar a funcionar.",
  },
  es: {
    subject: (outlet) => `${outlet} ya no envía`,
    text: (outlet) => `El local ${outlet} está en pausa: WhatsApp no acepta mensajes suyos.`,
    why: "El motivo y qué hacer (en inglés):",
    after:
      "Los mensajes de los clientes siguen llegando. Lo que hay que enviar queda retenido y sale cuando el local vuelva a funcionar.",
  },
};

/** What a tenant's admins are told when an outlet is paused, and what to do where that is known. */
export function outletPauseMail(
  tenant: { name: string; language: string | null },
  { outlet, message }: { outlet: string; message: string | null },
): { subject: string; text: string } {
  const { subject, text, why, after } = words[chooseMailLanguage(tenant.language)];
  const reason = message === null ? [] : [`${why} ${message}`];
  return {
    subject: `${tenant.name}: ${subject(outlet)}`,
    text: [text(outlet), ...reason, after].join("\n\n"),
  };
}
