import { chooseMailLanguage, type MailLanguage } from "../../shared/tenants/rules/mail-language.ts";

type MovedWords = { subject(outlet: string): string; text(outlet: string, number: string): string[] };

const words: Record<MailLanguage, MovedWords> = {
  en: {
    subject: (outlet) => `the number of ${outlet} is connected elsewhere now`,
    text: (outlet, number) => [
      `Somebody has connected ${number}, the WhatsApp number of ${outlet}, in another account of this CRM and proven with WhatsApp that they have access to it. The access token that was stored for ${outlet} does not open the number any more.`,
      `Nothing that customers write to the number arrives in ${outlet} from now on. What was written before stays where it is.`,
      `If the number is yours, make a new access token in Meta's business settings, store it with the outlet, and set the outlet active.`,
    ],
  },
  id: {
    subject: (outlet) => `nomor ${outlet} kini terhubung di tempat lain`,
    text: (outlet, number) => [
      `Seseorang telah menghubungkan ${number}, nomor WhatsApp ${outlet}, di akun lain CRM ini dan membuktikan kepada WhatsApp bahwa ia memiliki akses ke nomor itu. Token akses yang disimpan untuk ${outlet} tidak lagi membuka nomor tersebut.`,
      `Mulai sekarang pesan pelanggan ke nomor itu tidak masuk lagi ke ${outlet}. Pesan yang sudah ada tetap tersimpan.`,
      `Jika nomor itu milik Anda, buatlah token akses baru di pengaturan bisnis Meta, simpan pada outlet, lalu aktifkan outlet.`,
    ],
  },
  pt: {
    subject: (outlet) => `o número de ${outlet} está agora ligado noutra conta`,
    text: (outlet, number) => [
      `Alguém ligou ${number}, o número de WhatsApp de ${outlet}, noutra conta deste CRM e provou ao WhatsApp que tem acesso a ele. O token de acesso guardado para ${outlet} já não abre o número.`,
      `A partir de agora nada do que os clientes escrevem para o número chega a ${outlet}. O que foi escrito antes fica onde está.`,
      `Se o número é seu, crie um novo token de acesso nas definições empresariais da Meta, guarde-o no ponto de venda e ative-o.`,
    ],
  },
  es: {
    subject: (outlet) => `el número de ${outlet} está ahora conectado en otra cuenta`,
    text: (outlet, number) => [
      `Alguien ha conectado ${number}, el número de WhatsApp de ${outlet}, en otra cuenta de este CRM y ha demostrado ante WhatsApp que tiene acceso a él. El token de acceso guardado para ${outlet} ya no abre el número.`,
      `Desde ahora nada de lo que los clientes escriban al número llega a ${outlet}. Lo que se escribió antes sigue donde está.`,
      `Si el número es suyo, cree un token de acceso nuevo en la configuración empresarial de Meta, guárdelo en el local y actívelo.`,
    ],
  },
};

/** What the admins of a tenant are told whose outlet lost its number; not who has it now. */
export function movedMail(facts: {
  tenantName: string;
  /** A BCP 47 tag. */
  language: string | null;
  outletName: string;
  phoneNumber: string;
}): { subject: string; text: string } {
  const said = words[chooseMailLanguage(facts.language)];
  const [tenant, outlet] = [facts.tenantName, facts.outletName].map((name) =>
    name.replaceAll(/\s+/g, " "),
  ) as [string, string];
  return {
    subject: `${tenant}: ${said.subject(outlet)}`,
    text: said.text(outlet, facts.phoneNumber).join("\n\n"),
  };
}
