import { en } from "./en.ts";

export const ptBr = en;
