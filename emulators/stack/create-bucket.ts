import { Storage } from "@google-cloud/storage";

/** Creates the documents bucket and has it tell of every upload on `document.uploaded`. */
export async function createDocumentsBucket(
  projectId: string,
  storageUrl: string,
  name: string,
): Promise<void> {
  const storage = new Storage({ projectId, apiEndpoint: storageUrl });
  const bucket = storage.bucket(name);
  const [exists] = await bucket.exists();
  if (!exists) await storage.createBucket(name);
  const [notifications] = await bucket.getNotifications();
  if (notifications.length > 0) return;
  await bucket.createNotification(`projects/${projectId}/topics/document.uploaded`, {
    eventTypes: ["OBJECT_FINALIZE"],
    objectNamePrefix: "tenants/",
  });
}

/** Creates the bucket that keeps customers' files; nothing is told of what is put there. */
export async function createBucket(projectId: string, storageUrl: string, name: string): Promise<void> {
  const storage = new Storage({ projectId, apiEndpoint: storageUrl });
  const [exists] = await storage.bucket(name).exists();
  if (!exists) await storage.createBucket(name);
}
