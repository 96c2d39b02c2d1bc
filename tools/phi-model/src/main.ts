// `npm run phi:model`: writes a real model of ONNX, loads it as RADIANT_PHI_MODEL_DIR is loaded, and sees that it finds the
// name it was made to find. It needs the package `onnxruntime-node` (`npm install --no-save onnxruntime-node`), which is
// over 100 MB and so not among ours; the normal tests run on a runtime of their own.
// Exit code 0 = found, 1 = not found, or the package or its model can't be used.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PHI_CATEGORIES } from '@radiant/phi';
import { openOnnxSecondOpinion } from '@radiant/second-opinion';
import { tinyModel } from './tiny-model.js';

const LABELS = ['O', 'B-PER', 'I-PER'];
const VOCABULARY = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'jane', 'doe', 'then', '.', 'came'];
const LABEL_OF: Readonly<Record<string, string>> = { jane: 'B-PER', doe: 'I-PER' };
const SURE = 9;
const DEADLINE_MS = 60_000;
const TEXT = 'Then JANE DOE came.';
const EXPECTED = 'NAME JANE DOE';

const numbered = (names: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(names.map((name, number) => [name, number]));

const folder = mkdtempSync(path.join(tmpdir(), 'radiant-model-'));
try {
  const rows = VOCABULARY.map((token) => LABELS.map((label) => (label === (LABEL_OF[token] ?? 'O') ? SURE : 0)));
  writeFileSync(path.join(folder, 'model.onnx'), tinyModel(rows));
  const tokenizer = { normalizer: { lowercase: true }, model: { type: 'WordPiece', vocab: numbered(VOCABULARY) } };
  writeFileSync(path.join(folder, 'tokenizer.json'), JSON.stringify(tokenizer));
  writeFileSync(path.join(folder, 'config.json'), JSON.stringify({ id2label: { ...LABELS } }));
  const elapsed = (): number => performance.now();
  const opinion = await openOnnxSecondOpinion({ folder, deadlineMs: DEADLINE_MS, elapsed });
  const [matches = []] = await opinion.detect([TEXT], new Set(PHI_CATEGORIES));
  await opinion.close();
  const found = matches.map(({ category, start, end }) => `${category} ${TEXT.slice(start, end)}`).join(', ');
  process.stdout.write(`found ${found || 'nothing'} with a real model\n`);
  if (found !== EXPECTED) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
