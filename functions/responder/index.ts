import { onEvent } from "../../shared/runtime/on-event.ts";
import { handle } from "./handle.ts";
import { responderFunction } from "./services.ts";

onEvent(responderFunction, (services) => async (event, context) => handle(event, services, context));
