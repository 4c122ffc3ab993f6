import type { BillingWords } from "./billing-words.ts";

export const pt: BillingWords = {
  allowances: {
    messages: "mensagens",
    tokens: "tokens",
    document_pages: "páginas de documentos",
    storage_bytes: "armazenamento",
    template_marketing: "modelos de marketing",
    template_utility: "modelos de utilidade",
    template_authentication: "modelos de autenticação",
  },
  warning: (what, percent) => ({
    subject: `${percent} % da franquia de ${what} usada`,
    text: `A franquia de ${what} do seu plano está ${percent} % usada.`,
  }),
  overage: (what) => ({
    subject: `a franquia de ${what} acabou, o depósito paga daqui em diante`,
    text: `A franquia de ${what} do seu plano acabou. O uso adicional é pago com o seu depósito, enquanto houver saldo.`,
  }),
  exhausted: (what) => ({
    subject: `a franquia de ${what} está esgotada`,
    text:
      `A franquia de ${what} do seu plano acabou e não há depósito para mais. As mensagens dos clientes continuam sendo ` +
      "guardadas e entregues à sua equipe; o bot fica em silêncio até você reforçar o depósito ou escolher um plano maior.",
  }),
  available: (what) => ({
    subject: `a franquia de ${what} está disponível de novo`,
    text: `A franquia de ${what} do seu plano está disponível de novo: tudo funciona como de costume.`,
  }),
  suspended: {
    subject: "a conta está suspensa",
    text:
      "O que está em aberto venceu há mais tempo do que o seu plano permite, por isso a conta está suspensa. As mensagens " +
      "dos clientes continuam sendo guardadas e entregues à sua equipe. A suspensão termina assim que o valor for pago.",
  },
  active: {
    subject: "a conta está ativa de novo",
    text: "O que estava em aberto foi pago: tudo funciona de novo.",
  },
  used: (used, included) => `Foram usados ${used} dos ${included} incluídos neste período.`,
  usedExtra: (used) => `O plano não inclui nenhum; usados neste período: ${used}.`,
  shown: (tenant) => `O uso, o depósito e as faturas de ${tenant} estão no CRM, em Billing (Faturamento).`,
  invoiceIssued: ({ number, total, due, dueOn }) => ({
    subject: `fatura ${number}: ${due} a pagar até ${dueOn}`,
    text:
      `A fatura ${number}, de ${total}, foi emitida; ${due} devem ser pagos até ${dueOn}. Um depósito que a cubra paga a ` +
      "fatura automaticamente.",
  }),
  invoiceCovered: ({ number, total }) => ({
    subject: `fatura ${number}: paga`,
    text: `A fatura ${number}, de ${total}, foi emitida e paga com o seu depósito. Você não precisa fazer nada.`,
  }),
  invoiceOverdue: ({ number, due, dueOn }, suspendedOn) => ({
    subject: `a fatura ${number} está vencida`,
    text:
      `${due} da fatura ${number} deviam ser pagos até ${dueOn} e ainda não chegaram. Sem o pagamento, a conta será ` +
      `suspensa em ${suspendedOn}: o bot ficará em silêncio. Se você já pagou, obrigado.`,
  }),
  invoiceLastReminder: ({ number, due, dueOn }, suspendedOn) => ({
    subject: `último aviso da fatura ${number}`,
    text:
      `${due} da fatura ${number}, vencida em ${dueOn}, ainda não foram pagos. A conta será suspensa em ${suspendedOn} se o ` +
      "pagamento não chegar antes.",
  }),
  invoicePaid: ({ number, total }) => ({
    subject: `a fatura ${number} está paga`,
    text: `A fatura ${number}, de ${total}, está paga. Obrigado.`,
  }),
};
