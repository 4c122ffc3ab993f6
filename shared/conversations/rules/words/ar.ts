import type { CustomerWords } from "./customer-words.ts";

export const ar: CustomerWords = {
  handoff: "عذرًا، ليست لديّ هذه المعلومة.",
  askedForHuman: "بالتأكيد.",
  technical: "عذرًا، لا أستطيع التحقق من ذلك الآن.",
  quota: "شكرًا على رسالتك.",
  colleagueSoon: "سيردّ عليك أحد زملائنا هنا في أقرب وقت ممكن.",
  colleagueAt: "نحن مغلقون حاليًا. سيردّ عليك أحد زملائنا هنا عندما نفتح من جديد: {when}.",
  when: "{day}، {time}",
  unreadable: "شكرًا لك. لا أستطيع حتى الآن قراءة سوى الرسائل النصية. هل يمكنك كتابتها لي؟",
  receivedVoice: "شكرًا على رسالتك الصوتية.",
  receivedPicture: "شكرًا، وصلتنا الصورة.",
  receivedVideo: "شكرًا، وصلنا الفيديو.",
  receivedDocument: "شكرًا، وصلنا المستند.",
  receivedContact: "شكرًا، وصلتنا جهة الاتصال.",
  receivedPlace: "شكرًا، وصلنا الموقع.",
  receivedOrder: "شكرًا، وصلنا طلبك.",
  receivedForm: "شكرًا، وصلنا النموذج.",
  disclosure: "مرحبًا! أنا المساعد الآلي لدى {business}.",
  isBot: "نعم، أنا مساعد آلي لدى {business} ولست إنسانًا.",
  reachPerson: "إذا كنت تفضّل التحدث مع أحد الموظفين، فاكتب «{word}».",
  personWord: "موظف",
};
