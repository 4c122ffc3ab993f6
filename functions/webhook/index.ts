import { onHttp } from "../../shared/runtime/on-http.ts";
import { createHandler } from "./handle.ts";
import { webhookFunction } from "./services.ts";

onHttp(webhookFunction, createHandler);
