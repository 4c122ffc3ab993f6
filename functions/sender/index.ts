import { onEvent } from "../../shared/runtime/on-event.ts";
import { handle } from "./handle.ts";
import { senderFunction } from "./services.ts";

onEvent(senderFunction, (services) => async (event, context) => handle(event, services, context));
