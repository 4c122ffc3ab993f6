import { expect, test } from "vitest";
import { eventStream, type SendEvent } from "./event-stream.ts";

/** A stream whose work is in the test's hands. */
function open(everyMs?: number) {
  let send: SendEvent = () => undefined;
  const { promise, resolve: finish } = Promise.withResolvers<void>();
  const reader = eventStream(async (given) => {
    send = given;
    await promise;
  }, everyMs)
    .pipeThrough(new TextDecoderStream())
    .getReader();
  return { send: (event: string, data: unknown) => send(event, data), finish, reader };
}

test("an event goes out as soon as it is sent, its data on one line", async () => {
  const { send, finish, reader } = open();
  expect((await reader.read()).value).toBe(": open\n\n");
  send("token", { text: "two\nlines" });
  expect((await reader.read()).value).toBe('event: token\ndata: {"text":"two\\nlines"}\n\n');
  finish();
  expect((await reader.read()).done).toBe(true);
});

test("comments keep a silent stream alive, and end with it", async () => {
  const { finish, reader } = open(1);
  await reader.read();
  expect((await reader.read()).value).toBe(": wait\n\n");
  finish();
  for (let read = await reader.read(); !read.done; read = await reader.read())
    expect(read.value).toBe(": wait\n\n");
});

test("whoever cancels it waits for the work, which may go on sending to nobody", async () => {
  const done: string[] = [];
  const { promise, resolve: finish } = Promise.withResolvers<void>();
  const stream = eventStream(async (send) => {
    await promise;
    send("token", { text: "unheard" });
    done.push("worked");
  });
  const canceled = stream.cancel().then(() => done.push("canceled"));
  await new Promise((resolve) => setImmediate(resolve));
  expect(done).toEqual([]);
  finish();
  await canceled;
  expect(done).toEqual(["worked", "canceled"]);
});
