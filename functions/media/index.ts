import { onEvent } from "../../shared/runtime/on-event.ts";
import { handle } from "./handle.ts";
import { mediaFunction } from "./services.ts";

onEvent(mediaFunction, (services) => async (event) => handle(event, services));
