import { onDelivery } from "../../shared/runtime/on-delivery.ts";
import { handle } from "./handle.ts";

onDelivery("dead-letters", handle);
