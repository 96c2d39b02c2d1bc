import { loadOnnxRuntime, OnnxTokenClassifier, type OnnxRuntime } from './onnx-token-classifier.js';
import { OnnxSecondOpinion } from './onnx-second-opinion.js';
import { readModelFolder } from './read-model-folder.js';
import { WordPieces } from './word-pieces.js';

export interface OnnxOptions {
  /** Holds model.onnx, tokenizer.json and config.json. */
  readonly folder: string;
  /** For all the texts of one detection, in ms. */
  readonly deadlineMs: number;
  readonly elapsed: () => number;
}

/** A token classifier from a folder. @throws ModelFolderError naming what is missing. */
export async function openOnnxSecondOpinion(
  { folder, deadlineMs, elapsed }: OnnxOptions,
  load: () => Promise<OnnxRuntime> = loadOnnxRuntime,
): Promise<OnnxSecondOpinion> {
  const { modelPath, fingerprint, vocabulary, labels } = await readModelFolder(folder);
  const classifier = await OnnxTokenClassifier.open(await load(), modelPath);
  const words = new WordPieces(vocabulary);
  return new OnnxSecondOpinion({ classifier, words, labels, version: `onnx-${fingerprint}`, deadlineMs, elapsed });
}
