import { onEvent } from "../../shared/runtime/on-event.ts";
import { createHandler } from "./handle.ts";
import { analyticsFunction } from "./services.ts";

onEvent(analyticsFunction, createHandler);
