import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PHI_CATEGORIES, type PhiCategory } from '@radiant/phi';
import { describeSecondOpinion } from '@radiant/phi/testing';
import { openOnnxSecondOpinion, type OnnxSecondOpinion } from '../src/index.js';
import { categoryOfLabel } from '../src/onnx/labels.js';
import { loadOnnxRuntime } from '../src/onnx/onnx-token-classifier.js';
import { modelFolder, TinyRuntime } from './model-folder.js';

const ALL: ReadonlySet<PhiCategory> = new Set(PHI_CATEGORIES);

const open = (folder: string, runtime: TinyRuntime, elapsed = () => performance.now()): Promise<OnnxSecondOpinion> =>
  openOnnxSecondOpinion({ folder, deadlineMs: 60_000, elapsed }, async () => runtime);

describeSecondOpinion('a token classifier', async () => {
  const { folder, remove } = modelFolder();
  const runtime = new TinyRuntime();
  const opinion = await open(folder, runtime);
  return {
    opinion,
    down: () => {
      runtime.failure = new Error('could not read Jane Doe');
    },
    close: async () => {
      await opinion.close();
      remove();
    },
  };
});

describe('a token classifier', () => {
  let runtime: TinyRuntime;
  let model: ReturnType<typeof modelFolder>;
  beforeEach(() => {
    runtime = new TinyRuntime();
    model = modelFolder();
  });
  afterEach(() => model.remove());

  const found = async (text: string): Promise<string[]> => {
    const opinion = await open(model.folder, runtime);
    const [matches = []] = await opinion.detect([text], ALL);
    return matches.map(({ category, start, end, rule }) => `${category} ${text.slice(start, end)} ${rule}`);
  };

  it('is fed tokens between the first and the last mark, in as many tensors as it wants', async () => {
    await found('Then Jáne, Janes.');
    expect(runtime.fed).toHaveLength(1);
    expect(Object.keys(runtime.fed[0]!)).toEqual(['input_ids', 'attention_mask', 'token_type_ids']);
    expect([...runtime.fed[0]!['input_ids']!.data].map(Number)).toEqual([2, 8, 4, 10, 4, 12, 9, 3]);
    expect(runtime.fed[0]!['input_ids']!.shape).toEqual([1, 8]);
    runtime.inputNames = ['input_ids'];
    await found('Then');
    expect(Object.keys(runtime.fed[1]!)).toEqual(['input_ids']);
  });

  it('finds whole words, and neighbours of one kind as one', async () => {
    expect(await found('Then Janes-Doe, JANE DOE and Doe.')).toEqual([
      'NAME Janes onnx.name',
      'NAME Doe onnx.name',
      'NAME JANE DOE onnx.name',
      'NAME Doe onnx.name',
    ]);
  });

  it('reads words that it does not know as unknown, and none of them twice', async () => {
    expect(await found(`${'x'.repeat(300)} \u200b Jane 王 Doe`)).toEqual(['NAME Jane onnx.name', 'NAME Doe onnx.name']);
  });

  it('reads a long text in windows that overlap', async () => {
    const text = `${'then '.repeat(505)}Jane ${'then '.repeat(600)}Doe`;
    expect(await found(text)).toEqual(['NAME Jane onnx.name', 'NAME Doe onnx.name']);
    expect(runtime.fed.length).toBeGreaterThan(2);
    for (const { input_ids } of runtime.fed) expect(input_ids!.data.length).toBeLessThanOrEqual(512);
    const fed = runtime.fed.reduce((sum, { input_ids }) => sum + input_ids!.data.length - 2, 0);
    expect(fed).toBe(1107 + 64 * (runtime.fed.length - 1));
  });

  it('has no opinion once its time is up, nor when too many wait', async () => {
    let now = 0;
    const opinion = await open(model.folder, runtime, () => (now += 40_000));
    await expect(opinion.detect(['then', 'then', 'then'], ALL)).rejects.toMatchObject({ code: 'service_unavailable' });
    const patient = await open(model.folder, runtime, () => 0);
    const asked = Array.from({ length: 70 }, () => patient.detect(['then'], ALL));
    const answers = await Promise.allSettled(asked);
    expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(6);
  });

  it.each([
    ['no tokenizer', { 'tokenizer.json': null }, 'must hold a readable tokenizer.json'],
    ['a tokenizer of another kind', { 'tokenizer.json': { model: { type: 'BPE' } } }, 'WordPiece'],
    [
      'a vocabulary without marks',
      { 'tokenizer.json': { model: { type: 'WordPiece', vocab: { a: 1 } } } },
      'whose vocabulary has [UNK]',
    ],
    ['no labels', { 'config.json': {} }, 'id2label'],
    ['no model', { 'model.onnx': null }, 'must hold a readable model.onnx'],
  ])('refuses to start with a folder with %s, and says so', async (_case, files, expected) => {
    const { folder, remove } = modelFolder(files);
    await expect(open(folder, runtime)).rejects.toMatchObject({
      name: 'ModelFolderError',
      message: expect.stringContaining(expected),
    });
    remove();
  });

  it('refuses to start without its package, and says how to install it', async () => {
    const load = loadOnnxRuntime('onnxruntime-that-is-not-there');
    await expect(load).rejects.toMatchObject({
      name: 'ModelFolderError',
      message: expect.stringContaining('npm install --no-save onnxruntime-that-is-not-there'),
    });
    await expect(loadOnnxRuntime('node:path')).rejects.toMatchObject({ name: 'ModelFolderError' });
  });

  it.each([
    ['B-PER', 'NAME'],
    ['I-MEDICAL_RECORD', 'MEDICAL_RECORD'],
    ['Patient', 'NAME'],
    ['L-LOCATION-OTHER', 'ADDRESS'],
    ['O', undefined],
    ['MISC', undefined],
  ])('knows the label %s as %s', (label, category) => {
    expect(categoryOfLabel(label)).toBe(category);
  });
});
