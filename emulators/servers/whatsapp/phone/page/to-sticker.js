const side = 512;

/** Any picture as a sticker: WebP, 512 × 512, on a clear ground. One that is WebP already stays as it is. */
export async function toSticker(file) {
  if (file.type === "image/webp") return file;
  const picture = await createImageBitmap(file);
  const scale = side / Math.max(picture.width, picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  const canvas = new OffscreenCanvas(side, side);
  canvas.getContext("2d").drawImage(picture, (side - width) / 2, (side - height) / 2, width, height);
  return canvas.convertToBlob({ type: "image/webp", quality: 0.9 });
}
