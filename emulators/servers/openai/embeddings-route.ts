import { z } from "zod";
import { ApiError } from "./api-error.ts";
import { normalize, type Embedder } from "./embedding/create-embedder.ts";
import { estimateTokens } from "./estimate-tokens.ts";
import { parseBody } from "./parse-body.ts";

const request = z.looseObject({
  model: z.string().min(1),
  input: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(2048)], {
    error:
      "expected a non-empty string or an array of 1 to 2048 of them (arrays of tokens are not supported)",
  }),
  encoding_format: z.enum(["float", "base64"]).nullish(),
  dimensions: z.int().positive().nullish(),
});

const dimensions = 512;
const maxTokens = 8192;

/** `POST /v1/embeddings`; fewer dimensions are cut off and normalized again, as OpenAI's newer models do. */
export async function createEmbeddings(body: unknown, embedder: Embedder): Promise<unknown> {
  const asked = parseBody(request, body);
  const wanted = asked.dimensions ?? dimensions;
  if (wanted > dimensions) {
    throw new ApiError(400, `This model has ${dimensions} dimensions at most; ${wanted} were asked for.`, {
      param: "dimensions",
    });
  }
  const texts = typeof asked.input === "string" ? [asked.input] : asked.input;
  const tokens = texts.map(estimateTokens);
  if (tokens.some((count) => count > maxTokens)) {
    throw new ApiError(400, `This model's maximum input length is ${maxTokens} tokens.`, { param: "input" });
  }
  const vectors = await embedder.embed(texts, { isBulk: texts.length > 1 });
  const total = tokens.reduce((sum, count) => sum + count, 0);
  return {
    object: "list",
    model: asked.model,
    data: vectors.map((vector, index) => ({
      object: "embedding",
      index,
      embedding: encode(
        wanted < dimensions ? normalize(vector.slice(0, wanted)) : vector,
        asked.encoding_format ?? "float",
      ),
    })),
    usage: { prompt_tokens: total, total_tokens: total },
  };
}

function encode(vector: Float32Array, format: "float" | "base64"): number[] | string {
  return format === "float"
    ? [...vector]
    : Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString("base64");
}
