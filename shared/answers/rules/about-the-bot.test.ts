import { describe, expect, test } from "vitest";
import { asksForPerson, asksWhetherBot, claimsToBeHuman } from "./about-the-bot.ts";

describe("whether a bot writes is asked", () => {
  test.each([
    ["en", "Are you a bot?", "Am I talking to a real person or a bot?", "hi, are you human"],
    ["id", "Apakah ini bot?", "kamu robot ya?", "Anda manusia atau robot?"],
    ["pt", "Você é um robô?", "Estou falando com uma pessoa?", "vc é humano ou robô?"],
    ["es", "¿Eres un bot?", "¿Estoy hablando con una persona real?", "¿es usted humano?"],
    ["fr", "Êtes-vous un robot ?", "Est-ce que je parle à une vraie personne ?", "tu es un bot ?"],
    [
      "de",
      "Bist du ein Bot?",
      "Spreche ich mit einem echten Menschen?",
      "Sind Sie ein Roboter oder ein Mensch?",
    ],
    ["it", "Sei un bot?", "Sto parlando con una persona vera?", "Lei è umano?"],
    ["nl", "Ben je een robot?", "Praat ik met een echt mens?", "Bent u een mens of een robot?"],
    ["tr", "Sen bir bot musun?", "Robot musunuz?", "Botla mı konuşuyorum?"],
    ["ar", "هل أنت روبوت؟", "هل أتحدث مع إنسان؟", "أنت بوت؟"],
    ["hi", "क्या आप रोबोट हैं?", "आप इंसान हैं या बॉट?", "तुम बॉट हो?"],
    ["ja", "あなたはロボットですか？", "人間ですか？", "AIですか"],
  ])("in %s", (_language, ...questions) => {
    for (const question of questions) expect(asksWhetherBot(question), question).toBe(true);
  });

  test.each([
    "Vocês são um robô?",
    "Vcs são robô ou pessoa?",
    "Falo com um robô?",
    "¿Son ustedes un bot?",
    "Kalian ini bot ya?",
    "Seid ihr ein Bot?",
    "Siete un bot?",
    "Zijn jullie een bot?",
  ])("also of several: %s", (question) => {
    expect(asksWhetherBot(question)).toBe(true);
  });

  test.each([
    "Do you sell robot vacuums?",
    "Is this a real leather bag?",
    "Are you open on Sunday?",
    "Are you a bot? And how much is the tent?",
    "Kamu jual robot mainan?",
    "Vocês vendem robôs?",
    "Haben Sie Roboter?",
  ])("but not by %s", (question) => {
    expect(asksWhetherBot(question)).toBe(false);
  });
});

describe("a person is asked for", () => {
  test.each([
    ["en", "person", "I want to talk to a human please", "can i speak with an agent?"],
    ["id", "petugas", "saya mau bicara dengan admin", "bisa ngobrol sama orang?"],
    ["pt", "atendente", "quero falar com um atendente", "Posso falar com alguém?"],
    ["es", "persona", "quiero hablar con una persona", "¿Puedo hablar con alguien?"],
    ["fr", "conseiller", "je veux parler à quelqu’un", "parler à une vraie personne"],
    ["de", "Mensch", "Ich möchte mit einem Menschen sprechen", "Kann ich mit jemandem reden?"],
    ["it", "operatore", "vorrei parlare con una persona", "posso parlare con qualcuno?"],
    ["nl", "medewerker", "ik wil met een mens praten", "Kan ik met iemand spreken?"],
    ["tr", "temsilci", "Biriyle konuşmak istiyorum", "müşteri temsilcisiyle görüşmek istiyorum"],
    ["ar", "موظف", "أريد التحدث مع موظف", "ممكن أتكلم مع شخص؟"],
    ["hi", "कर्मचारी", "मुझे किसी इंसान से बात करनी है", "एजेंट से बात"],
    ["ja", "担当者", "担当者と話したいです", "人と話したい"],
  ])("in %s", (_language, ...requests) => {
    for (const request of requests) expect(asksForPerson(request), request).toBe(true);
  });

  test.each([
    "How many people fit into the tent?",
    "Is it for one person?",
    "Berapa orang muatnya?",
    "Talk to me about the warranty",
    "cuántas personas caben",
    "Für wie viele Personen ist das Zelt?",
  ])("but not by %s", (question) => {
    expect(asksForPerson(question)).toBe(false);
  });
});

test.each([
  ["en", "I'm a real person, do not worry.", "No, I am not a bot."],
  ["id", "Saya manusia kok.", "Saya bukan bot."],
  ["pt", "Sou uma pessoa de verdade.", "Não sou um robô."],
  ["es", "Soy una persona real.", "No soy un robot."],
  ["fr", "Je suis une vraie personne.", "Je ne suis pas un robot."],
  ["de", "Ich bin ein echter Mensch.", "Ich bin kein Bot."],
  ["it", "Sono una persona vera.", "Non sono un bot."],
  ["nl", "Ik ben een echt mens.", "Ik ben geen robot."],
  ["tr", "Ben gerçek bir insanım.", "Robot değilim."],
  ["ar", "أنا إنسان.", "لست روبوت"],
  ["hi", "मैं इंसान हूँ।", "मैं बॉट नहीं हूँ।"],
  ["ja", "人間です。", "ボットではありません。"],
])("words that deny the bot are recognized in %s", (_language, ...denials) => {
  for (const denial of denials) expect(claimsToBeHuman(denial), denial).toBe(true);
});

test.each([
  "I am not sure about that.",
  "I'm afraid I do not have that information.",
  "I am an automatic assistant, not a person.",
  "Non sono una persona, ma un assistente.",
  "The tent is for one person.",
])("nothing is denied by %s", (text) => {
  expect(claimsToBeHuman(text)).toBe(false);
});
