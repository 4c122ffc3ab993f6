import { chooseMailLanguage, type MailLanguage } from "../../shared/tenants/rules/mail-language.ts";

export type ModelEnd = {
  model: string;
  /** `2027-01-14` */
  endsOn: string;
  successor?: string | undefined;
  hasEnded: boolean;
};

type Words = Record<
  "subject" | "ended" | "ends" | "followed" | "notFollowed",
  (end: { model: string; day: string; successor: string }) => string
>;

const words: Record<MailLanguage, Words> = {
  en: {
    subject: ({ model, day }) => `the model ${model} ends on ${day}`,
    ends: ({ model, day }) =>
      `The model ${model}, which you chose for your bot's answers, is shut down by its provider on ${day}.`,
    ended: ({ model, day }) =>
      `The model ${model}, which you chose for your bot's answers, was shut down by its provider on ${day}.`,
    followed: ({ successor }) =>
      `From that day on ${successor} writes the answers; nothing has to be done. If you would rather have another, choose it in the bot's settings.`,
    notFollowed: () => `Please choose another model in the bot's settings.`,
  },
  id: {
    subject: ({ model, day }) => `model ${model} berakhir pada ${day}`,
    ends: ({ model, day }) =>
      `Model ${model} yang Anda pilih untuk jawaban bot akan dihentikan oleh penyedianya pada ${day}.`,
    ended: ({ model, day }) =>
      `Model ${model} yang Anda pilih untuk jawaban bot telah dihentikan oleh penyedianya pada ${day}.`,
    followed: ({ successor }) =>
      `Sejak hari itu jawaban ditulis oleh ${successor}; Anda tidak perlu melakukan apa pun. Jika ingin model lain, pilih di pengaturan bot.`,
    notFollowed: () => "Silakan pilih model lain di pengaturan bot.",
  },
  pt: {
    subject: ({ model, day }) => `o modelo ${model} termina em ${day}`,
    ends: ({ model, day }) =>
      `O modelo ${model}, que escolheu para as respostas do bot, será desligado pelo fornecedor em ${day}.`,
    ended: ({ model, day }) =>
      `O modelo ${model}, que escolheu para as respostas do bot, foi desligado pelo fornecedor em ${day}.`,
    followed: ({ successor }) =>
      `A partir desse dia as respostas são escritas por ${successor}; não precisa de fazer nada. Se preferir outro, escolha-o nas definições do bot.`,
    notFollowed: () => "Escolha outro modelo nas definições do bot.",
  },
  es: {
    subject: ({ model, day }) => `el modelo ${model} termina el ${day}`,
    ends: ({ model, day }) =>
      `El modelo ${model}, que eligió para las respuestas del bot, será retirado por su proveedor el ${day}.`,
    ended: ({ model, day }) =>
      `El modelo ${model}, que eligió para las respuestas del bot, fue retirado por su proveedor el ${day}.`,
    followed: ({ successor }) =>
      `Desde ese día las respuestas las escribe ${successor}; no hay que hacer nada. Si prefiere otro, elíjalo en los ajustes del bot.`,
    notFollowed: () => "Elija otro modelo en los ajustes del bot.",
  },
};

/** What a tenant's admins are told of the end of the model that they chose. */
export function modelEndMail(tenant: { name: string; language: string | null }, end: ModelEnd) {
  const language = chooseMailLanguage(tenant.language);
  const said = words[language];
  const day = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(
    new Date(`${end.endsOn}T00:00:00Z`),
  );
  const facts = { model: end.model, day, successor: end.successor ?? "" };
  const what = end.hasEnded ? said.ended(facts) : said.ends(facts);
  const then = end.successor === undefined ? said.notFollowed(facts) : said.followed(facts);
  return { subject: `${tenant.name}: ${said.subject(facts)}`, text: `${what} ${then}` };
}

/** What the operators are told, of models and of Graph's versions; `uses`: the variables that name it. */
export function operatorsEndMail(end: ModelEnd & { uses: readonly string[]; tenants: number }) {
  const { model, endsOn, successor, hasEnded, uses, tenants } = end;
  const where = [
    ...(uses.length === 0 ? [] : [`It stands in ${uses.join(" and ")}.`]),
    ...(tenants === 0 ? [] : [`${tenants} ${tenants === 1 ? "tenant has" : "tenants have"} chosen it.`]),
  ];
  const then =
    successor === undefined
      ? "No successor is declared: it has to be replaced before."
      : `From that day on ${successor} is asked in its place.`;
  return {
    subject: `${model} ${hasEnded ? "ended" : "ends"} on ${endsOn}`,
    text: `${model} ${hasEnded ? "was" : "is"} shut down by its provider on ${endsOn}. ${[...where, then].join(" ")}`,
  };
}
