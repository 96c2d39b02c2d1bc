/** Counts tokens where a provider did not. An estimate: providers differ in their tokenizers. */
export abstract class TokenCounter {
  abstract count(texts: readonly string[]): Promise<number>;
}
