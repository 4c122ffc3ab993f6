import { array, assert, nat, property } from "fast-check";
import { expect, test } from "vitest";
import { createFifo } from "./fifo.ts";

test("a fifo gives back what an array would, in any mix of pushes and shifts", () => {
  assert(
    property(array(nat(4000), { maxLength: 8 }), (runs) => {
      const fifo = createFifo<number>();
      const model: number[] = [];
      for (const [turn, run] of runs.entries()) {
        for (let step = 0; step < run; step += 1) {
          if (turn % 2 === 0) {
            fifo.push(step);
            model.push(step);
          } else if (fifo.shift() !== model.shift()) {
            return false;
          }
        }
        if (fifo.size !== model.length) return false;
      }
      return true;
    }),
  );
  expect(createFifo().shift()).toBeUndefined();
});
