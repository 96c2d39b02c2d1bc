/** One-way hashing of secrets and of outbound bytes. */
export abstract class Digest {
  /** SHA-256 of the UTF-8 bytes of `text`, in lower-case hex. */
  abstract sha256(text: string): string;
}
