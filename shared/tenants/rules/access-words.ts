import type { MailLanguage } from "./mail-language.ts";

/** What the mail says in one language that tells of an operator's access. */
export type AccessWords = {
  subject(tenant: string): string;
  opened(operator: string, tenant: string): string;
  until(time: string): string;
  reason(reason: string): string;
  means: string;
};

export const accessWords: Record<MailLanguage, AccessWords> = {
  en: {
    subject: (tenant) => `${tenant}: an operator opened access to your data`,
    opened: (operator, tenant) =>
      `${operator}, an operator of the WhatsApp CRM, opened access to the data of ${tenant}.`,
    until: (time) => `It ends at ${time} at the latest.`,
    reason: (reason) => `Reason given: ${reason}`,
    means:
      "During this time the operator can read your conversations' files, knowledge and answers. Everything done is in your " +
      "audit log, and an admin can end the access at any moment. If you did not expect it, end it and ask us why.",
  },
  id: {
    subject: (tenant) => `${tenant}: operator membuka akses ke data Anda`,
    opened: (operator, tenant) => `${operator}, operator CRM WhatsApp, membuka akses ke data ${tenant}.`,
    until: (time) => `Akses berakhir paling lambat ${time}.`,
    reason: (reason) => `Alasan yang diberikan: ${reason}`,
    means:
      "Selama waktu itu operator dapat membaca berkas percakapan, pengetahuan, dan jawaban Anda. Semua yang dilakukan tercatat di " +
      "log audit Anda, dan admin dapat mengakhiri akses kapan saja. Jika ini tidak Anda duga, akhiri akses dan tanyakan kepada kami.",
  },
  pt: {
    subject: (tenant) => `${tenant}: um operador abriu acesso aos seus dados`,
    opened: (operator, tenant) =>
      `${operator}, operador do CRM do WhatsApp, abriu acesso aos dados de ${tenant}.`,
    until: (time) => `O acesso termina no máximo às ${time}.`,
    reason: (reason) => `Motivo informado: ${reason}`,
    means:
      "Durante esse tempo o operador pode ler os arquivos das conversas, o conhecimento e as respostas. Tudo o que é feito fica no " +
      "seu registro de auditoria, e um administrador pode encerrar o acesso a qualquer momento. Se não o esperava, encerre-o e " +
      "pergunte-nos o motivo.",
  },
  es: {
    subject: (tenant) => `${tenant}: un operador abrió acceso a sus datos`,
    opened: (operator, tenant) =>
      `${operator}, operador del CRM de WhatsApp, abrió acceso a los datos de ${tenant}.`,
    until: (time) => `El acceso termina a más tardar a las ${time}.`,
    reason: (reason) => `Motivo indicado: ${reason}`,
    means:
      "Durante ese tiempo el operador puede leer los archivos de las conversaciones, el conocimiento y las respuestas. Todo lo que " +
      "haga queda en su registro de auditoría, y un administrador puede terminar el acceso en cualquier momento. Si no lo esperaba, " +
      "termínelo y pregúntenos por qué.",
  },
};
