// A preview message: the length of a head, the head, and the JPEG that the head was measured in.

/** Take a binary message apart into its head and its picture. */
export function readPreview(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  return { head, jpeg: new Blob([new Uint8Array(buffer, 4 + length)], { type: "image/jpeg" }) };
}
