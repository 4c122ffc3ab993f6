import { onDelivery } from "../../shared/runtime/on-delivery.ts";
import { handle } from "./handle.ts";
import { deadLettersFunction } from "./services.ts";

onDelivery(deadLettersFunction, (services) => async (delivery) => handle(delivery, services));
