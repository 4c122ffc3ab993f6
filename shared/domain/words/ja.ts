import type { CustomerWords } from "./customer-words.ts";

export const ja: CustomerWords = {
  handoff: "申し訳ございません。その情報は持ち合わせておりません。",
  askedForHuman: "かしこまりました。",
  technical: "申し訳ございません。ただいま確認することができません。",
  quota: "メッセージをありがとうございます。",
  colleagueSoon: "担当者ができるだけ早くこちらでお返事いたします。",
  colleagueAt: "ただいま営業時間外です。営業再開後に担当者がこちらでお返事いたします（営業再開：{when}）。",
  when: "{day} {time}",
  unreadable:
    "ありがとうございます。現在はテキストメッセージのみ対応しております。文字でお送りいただけますか。",
  disclosure: "こんにちは。{business}の自動アシスタントです。",
  isBot: "はい、私は{business}の自動アシスタントで、人間ではありません。",
  reachPerson: "担当者とお話しになりたい場合は「{word}」とお送りください。",
  personWord: "担当者",
};
