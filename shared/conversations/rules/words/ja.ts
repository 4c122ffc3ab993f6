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
  receivedVoice: "音声メッセージをありがとうございます。",
  receivedPicture: "ありがとうございます。画像を受け取りました。",
  receivedVideo: "ありがとうございます。動画を受け取りました。",
  receivedDocument: "ありがとうございます。書類を受け取りました。",
  receivedContact: "ありがとうございます。連絡先を受け取りました。",
  receivedPlace: "ありがとうございます。位置情報を受け取りました。",
  receivedOrder: "ご注文をありがとうございます。確かに受け取りました。",
  receivedForm: "ありがとうございます。フォームを受け取りました。",
  disclosure: "こんにちは。{business}の自動アシスタントです。",
  isBot: "はい、私は{business}の自動アシスタントで、人間ではありません。",
  reachPerson: "担当者とお話しになりたい場合は「{word}」とお送りください。",
  personWord: "担当者",
};
