import { createLlm } from "../../shared/llm/llm.ts";
import { createVectors } from "../../shared/knowledge/vectors/vectors.ts";
import { answerFigures } from "./answer-figures.ts";
import { evalAnswers } from "./eval-answers.ts";
import { evalReading } from "./eval-reading.ts";
import { evalRetrieval, storePassages } from "./eval-retrieval.ts";
import { evalLanguages } from "./load-passages.ts";
import { loadQuestions } from "./load-questions.ts";
import { startOpenAi } from "../servers/openai/start-openai.ts";
import { startQdrant } from "../servers/qdrant/start-qdrant.ts";

// Measures retrieval and answers. With OPENAI_API_KEY set it asks the real service (or OPENAI_BASE_URL's), else the local one.
// Retrieval is measured over all questions; answers over those of the test part, or with `calibration` over the other.
// With `reading` it measures instead how documents are read, which asks no service.
if (process.argv[2] === "reading") {
  await evalReading();
  process.exit(0);
}
const part = process.argv[2] === "calibration" ? "calibration" : "test";
const apiKey = process.env["OPENAI_API_KEY"];
const local = apiKey === undefined ? await startOpenAi({ port: 0 }) : undefined;
const qdrant = await startQdrant({ port: 0 });
const dimension = Number(process.env["OPENAI_EMBEDDING_DIMENSIONS"] ?? (local ? 512 : 1536));
const embeddingModel =
  process.env["OPENAI_EMBEDDING_MODEL"] ?? (local ? "bundled-english" : "text-embedding-3-small");
const llm = createLlm({
  baseUrl: local?.url ?? process.env["OPENAI_BASE_URL"],
  apiKey: apiKey ?? "local",
  chatModel: process.env["OPENAI_CHAT_MODEL"] ?? "gpt-6-luna",
  embeddingModel,
  embeddingDimensions: dimension,
  timeoutMs: 300_000,
});
const vectors = createVectors({ url: qdrant.url, collection: "eval", dimension });
await vectors.ensureCollection();

const questions = await loadQuestions();
console.log(`${questions.length} questions; embeddings by ${embeddingModel}; answers to the ${part} part\n`);
for (const language of evalLanguages) {
  const tenant = await storePassages(language, llm, vectors);
  const figures = await evalRetrieval(tenant, questions, embeddingModel, llm, vectors);
  console.log(`${language.padEnd(20)} nDCG@10  recall@5`);
  for (const [way, { ndcg, recall }] of Object.entries(figures)) {
    console.log(`  ${way.padEnd(20)} ${ndcg.toFixed(3)}     ${recall.toFixed(3)}`);
  }
  const asked = questions.filter((one) => one.language === language && one.part === part);
  const judged = await evalAnswers(tenant, asked, { llm, vectors, embeddingModel });
  console.log(`${["", ...answerFigures(judged)].join("\n  ")}\n`);
}
const others = questions.filter((one) => !evalLanguages.includes(one.language) && one.part === part);
const nowhere = { tenantId: crypto.randomUUID(), language: "und", passages: new Map() };
const [smallTalk] = answerFigures(await evalAnswers(nowhere, others, { llm, vectors, embeddingModel })).slice(
  -2,
);
console.log(`other languages\n  ${smallTalk}`);
await qdrant.close();
await local?.close();
process.exit(0);
