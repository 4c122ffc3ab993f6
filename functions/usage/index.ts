import { onEvent } from "../../shared/runtime/on-event.ts";
import { createHandler } from "./handle.ts";
import { usageFunction } from "./services.ts";

onEvent(usageFunction, createHandler);
