/** A model that says for each token what it is. */
export abstract class TokenClassifier {
  /** A row of `labels` numbers for each token, one after the other; the higher, the likelier. */
  abstract classify(tokens: readonly number[]): Promise<Float32Array>;

  abstract close(): Promise<void>;
}
