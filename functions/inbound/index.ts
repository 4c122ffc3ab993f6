import { onEvent } from "../../shared/runtime/on-event.ts";
import { handle } from "./handle.ts";
import { inboundFunction } from "./services.ts";

onEvent(inboundFunction, (services) => async (event) => handle(event, services));
