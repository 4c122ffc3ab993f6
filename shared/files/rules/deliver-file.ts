/** How a browser is to take a file: shown where it stands, or kept as a download. */
export type Delivery = { contentType: string; disposition: "inline" | "attachment" };

/** Types that a browser shows without running anything of them in our name. */
const shown =
  /^(?:image\/(?:jpeg|png|gif|webp)|audio\/[\w.+-]+|video\/(?:mp4|3gpp|webm|ogg)|application\/(?:pdf|ogg))$/;

/** A stranger's file is shown only if its type can do no harm; whatever else it is, it is downloaded. */
export function deliverFile(contentType: string): Delivery {
  const type = storedType(contentType);
  return { contentType: type, disposition: shown.test(type) ? "inline" : "attachment" };
}

/** Types that a browser would run as a page of ours, were they served as what they are. */
const active =
  /^(?:text\/(?:html|xml|javascript)|application\/(?:xhtml\+xml|xml|javascript)|image\/svg\+xml)$/;

/** The type to keep a file under. */
export function storedType(contentType: string): string {
  const type = essenceOf(contentType);
  return type === "" || active.test(type) ? "application/octet-stream" : type;
}

/** A content type without its parameters, in lower case. */
export function essenceOf(contentType: string): string {
  return (contentType.split(";")[0] ?? "").trim().toLowerCase();
}
