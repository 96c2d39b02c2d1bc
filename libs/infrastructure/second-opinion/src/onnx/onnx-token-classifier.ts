import { ModelFolderError } from './read-model-folder.js';
import { TokenClassifier } from './token-classifier.js';

/** Optional, so that nobody who runs no model installs it; its name is no literal, so that no compiler looks for it. */
const RUNTIME: string = 'onnxruntime-node';

interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(feeds: Record<string, unknown>): Promise<Record<string, unknown>>;
  release(): Promise<void>;
}

/** What is used of the package `onnxruntime-node`. */
export interface OnnxRuntime {
  readonly InferenceSession: { create(path: string, options: object): Promise<Session> };
  readonly Tensor: new (type: 'int64', data: BigInt64Array, shape: readonly number[]) => unknown;
}

/** Loads the package. @throws ModelFolderError saying how to install it. */
export async function loadOnnxRuntime(name = RUNTIME): Promise<OnnxRuntime> {
  const loaded: unknown = await import(name).catch(() => undefined);
  const runtime = isRuntime(loaded) ? loaded : defaultOf(loaded);
  if (!isRuntime(runtime)) {
    throw new ModelFolderError(`needs the package ${name}, which is not installed: npm install --no-save ${name}`);
  }
  return runtime;
}

const defaultOf = (module: unknown): unknown =>
  typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined;

const isRuntime = (value: unknown): value is OnnxRuntime =>
  typeof value === 'object' && value !== null && 'InferenceSession' in value && 'Tensor' in value;

/** A model of ONNX in this process. */
export class OnnxTokenClassifier extends TokenClassifier {
  private constructor(
    private readonly runtime: OnnxRuntime,
    private readonly session: Session,
  ) {
    super();
  }

  /** @throws ModelFolderError when the model can't be loaded. */
  static async open(runtime: OnnxRuntime, modelPath: string): Promise<OnnxTokenClassifier> {
    try {
      const options = { executionProviders: ['cpu'], graphOptimizationLevel: 'all' };
      return new OnnxTokenClassifier(runtime, await runtime.InferenceSession.create(modelPath, options));
    } catch {
      throw new ModelFolderError('must hold a model.onnx that the runtime can load');
    }
  }

  async classify(tokens: readonly number[]): Promise<Float32Array> {
    const values: Readonly<Record<string, BigInt64Array>> = {
      input_ids: BigInt64Array.from(tokens, BigInt),
      attention_mask: new BigInt64Array(tokens.length).fill(1n),
      token_type_ids: new BigInt64Array(tokens.length),
    };
    const feeds: Record<string, unknown> = {};
    for (const name of this.session.inputNames) {
      const value = values[name];
      if (value) feeds[name] = new this.runtime.Tensor('int64', value, [1, tokens.length]);
    }
    const outputs = await this.session.run(feeds);
    const logits = outputs['logits'] ?? outputs[this.session.outputNames[0] ?? ''];
    const data = typeof logits === 'object' && logits !== null && 'data' in logits ? logits.data : undefined;
    if (!(data instanceof Float32Array)) throw new Error('the model has no logits of 32 bits');
    return data;
  }

  close(): Promise<void> {
    return this.session.release();
  }
}
