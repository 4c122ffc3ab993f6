import type { MailLanguage } from "./mail-language.ts";
import type { TenantRole } from "./permissions.ts";

/** What the mail that invites a user says in one language. */
export type InvitationWords = {
  subject(tenant: string): string;
  /** Who gave access, and what it is for. */
  given(tenant: string): string;
  role: Record<TenantRole, string>;
  choosePassword: string;
  expires: string;
  signIn: string;
  /** The address is in use already, elsewhere in the CRM. */
  taken(tenant: string): string;
  ignore(tenant: string): string;
};

export const invitationWords: Record<MailLanguage, InvitationWords> = {
  en: {
    subject: (tenant) => `${tenant}: your access to the WhatsApp CRM`,
    given: (tenant) => `${tenant} gave you access to its WhatsApp CRM.`,
    role: {
      admin: "You manage its outlets, people, knowledge and plan.",
      agent: "You answer its customers.",
      viewer: "You see how it is set up.",
    },
    choosePassword: "Choose your password here, and sign in with this address:",
    expires: "The link works once and for a short time. If it has expired, ask for a new invitation.",
    signIn: "Sign in with the account that you have already.",
    taken: (tenant) =>
      `This address signs in to the CRM elsewhere already, and a person belongs to one business. Ask ${tenant} to invite you at another address.`,
    ignore: (tenant) => `If you do not know ${tenant}, ignore this mail.`,
  },
  id: {
    subject: (tenant) => `${tenant}: akses Anda ke CRM WhatsApp`,
    given: (tenant) => `${tenant} memberi Anda akses ke CRM WhatsApp-nya.`,
    role: {
      admin: "Anda mengelola outlet, pengguna, pengetahuan, dan paketnya.",
      agent: "Anda menjawab pelanggannya.",
      viewer: "Anda dapat melihat pengaturannya.",
    },
    choosePassword: "Pilih kata sandi Anda di sini, lalu masuk dengan alamat email ini:",
    expires: "Tautan ini hanya berlaku sekali dan sebentar. Jika sudah kedaluwarsa, mintalah undangan baru.",
    signIn: "Masuklah dengan akun yang sudah Anda miliki.",
    taken: (tenant) =>
      `Alamat ini sudah dipakai untuk masuk ke CRM di tempat lain, dan satu orang hanya untuk satu usaha. Mintalah ${tenant} mengundang Anda dengan alamat lain.`,
    ignore: (tenant) => `Jika Anda tidak mengenal ${tenant}, abaikan email ini.`,
  },
  pt: {
    subject: (tenant) => `${tenant}: o seu acesso ao CRM do WhatsApp`,
    given: (tenant) => `${tenant} deu-lhe acesso ao seu CRM do WhatsApp.`,
    role: {
      admin: "Você administra as lojas, as pessoas, o conhecimento e o plano.",
      agent: "Você atende os clientes.",
      viewer: "Você vê como tudo está configurado.",
    },
    choosePassword: "Escolha aqui a sua senha e entre com este endereço de e-mail:",
    expires: "O link funciona uma só vez e por pouco tempo. Se expirou, peça um novo convite.",
    signIn: "Entre com a conta que você já tem.",
    taken: (tenant) =>
      `Este endereço já entra no CRM em outro lugar, e cada pessoa pertence a uma só empresa. Peça a ${tenant} um convite para outro endereço.`,
    ignore: (tenant) => `Se você não conhece ${tenant}, ignore este e-mail.`,
  },
  es: {
    subject: (tenant) => `${tenant}: su acceso al CRM de WhatsApp`,
    given: (tenant) => `${tenant} le ha dado acceso a su CRM de WhatsApp.`,
    role: {
      admin: "Usted administra las tiendas, las personas, el conocimiento y el plan.",
      agent: "Usted atiende a los clientes.",
      viewer: "Usted ve cómo está configurado todo.",
    },
    choosePassword: "Elija aquí su contraseña y entre con esta dirección de correo:",
    expires: "El enlace funciona una sola vez y por poco tiempo. Si ha caducado, pida una nueva invitación.",
    signIn: "Entre con la cuenta que ya tiene.",
    taken: (tenant) =>
      `Esta dirección ya entra al CRM en otro lugar, y cada persona pertenece a una sola empresa. Pida a ${tenant} una invitación a otra dirección.`,
    ignore: (tenant) => `Si no conoce ${tenant}, ignore este correo.`,
  },
};
