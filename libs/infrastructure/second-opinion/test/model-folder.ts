import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { OnnxRuntime } from '../src/onnx/onnx-token-classifier.js';

const VOCABULARY = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'jane', 'doe', 'ja', '##ne', 'then', '.', ',', 'came', '##s'];
export const LABELS = ['O', 'B-PER', 'I-PER', 'B-DATE', 'MISC'];
const [JANE, DOE] = [VOCABULARY.indexOf('jane'), VOCABULARY.indexOf('doe')];

const FILES: Readonly<Record<string, unknown>> = {
  'tokenizer.json': {
    normalizer: { type: 'BertNormalizer', lowercase: true, strip_accents: null },
    model: { type: 'WordPiece', vocab: Object.fromEntries(VOCABULARY.map((token, id) => [token, id])) },
  },
  'config.json': { id2label: Object.fromEntries(LABELS.map((label, id) => [id, label])) },
  'model.onnx': 'not a model: the runtime of the tests does not read it',
};

/** A model's folder with a tiny vocabulary; `over` replaces files, null leaves one out. */
export function modelFolder(over: Readonly<Record<string, unknown>> = {}): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'radiant-model-'));
  for (const [name, content] of Object.entries({ ...FILES, ...over })) {
    if (content !== null) writeFileSync(path.join(folder, name), JSON.stringify(content));
  }
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

/** In the place of onnxruntime-node: takes `jane` and `doe` for a person, and says what it was fed. */
export class TinyRuntime implements OnnxRuntime {
  readonly fed: Record<string, { readonly data: BigInt64Array; readonly shape: readonly number[] }>[] = [];
  failure: Error | undefined;
  inputNames = ['input_ids', 'attention_mask', 'token_type_ids'];

  readonly Tensor = class {
    constructor(
      readonly type: 'int64',
      readonly data: BigInt64Array,
      readonly shape: readonly number[],
    ) {}
  };

  readonly InferenceSession = {
    create: async () => ({
      inputNames: this.inputNames,
      outputNames: ['logits'],
      run: (feeds: Record<string, unknown>) => this.run(feeds),
      release: async () => undefined,
    }),
  };

  private async run(feeds: Record<string, unknown>): Promise<Record<string, unknown>> {
    if (this.failure) throw this.failure;
    const tensors = Object.entries(feeds).map(([name, tensor]) => {
      if (!(tensor instanceof this.Tensor)) throw new TypeError('not a tensor');
      return [name, { data: tensor.data, shape: tensor.shape }] as const;
    });
    const fed = Object.fromEntries(tensors);
    this.fed.push(fed);
    const ids = [...(fed['input_ids']?.data ?? [])].map(Number);
    const data = Float32Array.from(
      ids.flatMap((id) => LABELS.map((_, label) => (label === (id === JANE ? 1 : id === DOE ? 2 : 0) ? 9 : 0))),
    );
    return { logits: { data } };
  }
}
