import { onEvent } from "../../shared/runtime/on-event.ts";
import { createHandler } from "./handle.ts";
import { statusFunction } from "./services.ts";

onEvent(statusFunction, createHandler);
