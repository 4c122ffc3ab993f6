import type { BillingWords } from "./billing-words.ts";

export const es: BillingWords = {
  allowances: {
    messages: "mensajes",
    tokens: "tokens",
    document_pages: "páginas de documentos",
    storage_bytes: "almacenamiento",
    template_marketing: "plantillas de marketing",
    template_utility: "plantillas de utilidad",
    template_authentication: "plantillas de autenticación",
  },
  warning: (what, percent) => ({
    subject: `usado el ${percent} % de la cuota de ${what}`,
    text: `Se ha usado el ${percent} % de la cuota de ${what} de su plan.`,
  }),
  overage: (what) => ({
    subject: `la cuota de ${what} se ha agotado, ahora paga el depósito`,
    text: `La cuota de ${what} de su plan se ha agotado. El uso adicional se paga con su depósito, mientras tenga saldo.`,
  }),
  exhausted: (what) => ({
    subject: `la cuota de ${what} está agotada`,
    text:
      `La cuota de ${what} de su plan se ha agotado y no queda depósito para más. Los mensajes de los clientes se siguen ` +
      "guardando y entregando a su equipo; el bot guarda silencio hasta que recargue el depósito o elija un plan mayor.",
  }),
  available: (what) => ({
    subject: `la cuota de ${what} vuelve a estar disponible`,
    text: `La cuota de ${what} de su plan vuelve a estar disponible: todo funciona como siempre.`,
  }),
  suspended: {
    subject: "la cuenta está suspendida",
    text:
      "Lo que se debe venció hace más tiempo del que permite su plan, por eso la cuenta está suspendida. Los mensajes de los " +
      "clientes se siguen guardando y entregando a su equipo. La suspensión termina en cuanto se pague lo pendiente.",
  },
  active: {
    subject: "la cuenta vuelve a estar activa",
    text: "Lo pendiente está pagado: todo vuelve a funcionar.",
  },
  used: (used, included) => `Se han usado ${used} de los ${included} incluidos en este período.`,
  usedExtra: (used) => `El plan no incluye ninguno; usados en este período: ${used}.`,
  shown: (tenant) =>
    `El uso, el depósito y las facturas de ${tenant} están en el CRM, en Billing (Facturación).`,
  invoiceIssued: ({ number, total, due, dueOn }) => ({
    subject: `factura ${number}: ${due} por pagar hasta el ${dueOn}`,
    text:
      `Se ha emitido la factura ${number}, de ${total}; ${due} deben pagarse hasta el ${dueOn}. Un depósito que la cubra la ` +
      "paga automáticamente.",
  }),
  invoiceCovered: ({ number, total }) => ({
    subject: `factura ${number}: pagada`,
    text: `Se ha emitido la factura ${number}, de ${total}, y se ha pagado con su depósito. No tiene que hacer nada.`,
  }),
  invoiceOverdue: ({ number, due, dueOn }, suspendedOn) => ({
    subject: `la factura ${number} está vencida`,
    text:
      `${due} de la factura ${number} debían pagarse hasta el ${dueOn} y no han llegado. Sin el pago, la cuenta se suspenderá ` +
      `el ${suspendedOn}: el bot guardará silencio. Si ya ha pagado, gracias.`,
  }),
  invoiceLastReminder: ({ number, due, dueOn }, suspendedOn) => ({
    subject: `último aviso de la factura ${number}`,
    text:
      `${due} de la factura ${number}, vencida el ${dueOn}, siguen sin pagarse. La cuenta se suspenderá el ${suspendedOn} si el ` +
      "pago no llega antes.",
  }),
  invoicePaid: ({ number, total }) => ({
    subject: `la factura ${number} está pagada`,
    text: `La factura ${number}, de ${total}, está pagada. Gracias.`,
  }),
};
