import { status } from "@grpc/grpc-js";
import { v1 } from "@google-cloud/pubsub";
import { expect, onTestFinished, test } from "vitest";
import { startPubSub } from "../start-pubsub.ts";
import { clientOptions, project, startTestPubSub } from "../testing/test-pubsub.ts";

test("a topic can be created, read, labelled, listed and deleted", async () => {
  const { pubsub } = await startTestPubSub();
  await pubsub.createTopic("orders");
  await pubsub.createTopic("refunds");
  await pubsub.topic("orders").setMetadata({ labels: { team: "sales" } });
  const [metadata] = await pubsub.topic("orders").getMetadata();
  expect(metadata).toMatchObject({ name: `${project}/topics/orders`, labels: { team: "sales" } });
  const [topics] = await pubsub.getTopics();
  expect(topics.map(({ name }) => name)).toEqual([`${project}/topics/orders`, `${project}/topics/refunds`]);
  await pubsub.topic("orders").delete();
  expect(await pubsub.topic("orders").exists()).toEqual([false]);
  expect(await pubsub.topic("refunds").exists()).toEqual([true]);
});

test("a topic of that name, of no name that is allowed, or of none at all gets the service's codes", async () => {
  const { pubsub } = await startTestPubSub();
  await pubsub.createTopic("orders");
  await expect(pubsub.createTopic("orders")).rejects.toMatchObject({ code: status.ALREADY_EXISTS });
  await expect(pubsub.createTopic("1st")).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
  await expect(pubsub.createTopic("google-like")).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
  await expect(pubsub.topic("none").getMetadata()).rejects.toMatchObject({ code: status.NOT_FOUND });
  await expect(pubsub.topic("none").delete()).rejects.toMatchObject({ code: status.NOT_FOUND });
});

test("lists come in pages that a client walks through", async () => {
  const { pubsub, server } = await startTestPubSub();
  const ids = ["eee", "aaa", "ddd", "bbb", "ccc"];
  for (const id of ids) await pubsub.createTopic(id);
  const publisher = new v1.PublisherClient(clientOptions(server));
  onTestFinished(() => publisher.close());
  const request = { project, pageSize: 2 };
  const [page] = await publisher.listTopics(request, { autoPaginate: false });
  expect(page).toHaveLength(2);
  const names: string[] = [];
  for await (const { name } of publisher.listTopicsAsync(request)) names.push(name ?? "");
  expect(names).toEqual(ids.toSorted().map((id) => `${project}/topics/${id}`));
});

test("a taken port rejects with EADDRINUSE", async () => {
  const { server } = await startTestPubSub();
  await expect(startPubSub({ port: server.port })).rejects.toMatchObject({
    code: "EADDRINUSE",
    port: server.port,
  });
});
