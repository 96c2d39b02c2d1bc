import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { WordPieceVocabulary } from './word-pieces.js';

/** A folder that holds no model that can be used. `message` is fit for the operator. */
export class ModelFolderError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ModelFolderError';
  }
}

/** What stands in a model's folder, as Hugging Face lays it out. */
export interface ModelFolder {
  readonly modelPath: string;
  /** First digits of the model's SHA-256. */
  readonly fingerprint: string;
  readonly vocabulary: WordPieceVocabulary;
  /** What each output means, e.g. `B-PER`. */
  readonly labels: readonly string[];
}

const MODELS = ['model.onnx', path.join('onnx', 'model.onnx')];
const FINGERPRINT_LENGTH = 12;

/** @throws ModelFolderError naming the file and what is expected of it. */
export async function readModelFolder(folder: string): Promise<ModelFolder> {
  const tokenizer = await readJson(folder, 'tokenizer.json');
  const config = await readJson(folder, 'config.json');
  const [modelPath, fingerprint] = await findModel(folder);
  return { modelPath, fingerprint, vocabulary: vocabularyOf(tokenizer), labels: labelsOf(config) };
}

async function findModel(folder: string): Promise<[string, string]> {
  for (const name of MODELS) {
    const modelPath = path.join(folder, name);
    const fingerprint = await digest(modelPath).catch(() => undefined);
    if (fingerprint !== undefined) return [modelPath, fingerprint];
  }
  throw new ModelFolderError('must hold a readable model.onnx');
}

async function digest(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece as Uint8Array);
  return hash.digest('hex').slice(0, FINGERPRINT_LENGTH);
}

async function readJson(folder: string, name: string): Promise<Fields> {
  try {
    return fieldsOf(JSON.parse(await readFile(path.join(folder, name), 'utf8')));
  } catch {
    throw new ModelFolderError(`must hold a readable ${name}`);
  }
}

function vocabularyOf(tokenizer: Fields): WordPieceVocabulary {
  const model = fieldsOf(tokenizer['model']);
  if (model['type'] !== 'WordPiece') {
    throw new ModelFolderError(
      'must hold a tokenizer.json of the kind WordPiece, as models of the BERT family have it',
    );
  }
  const tokens = new Map<string, number>();
  for (const [token, id] of Object.entries(fieldsOf(model['vocab']))) if (typeof id === 'number') tokens.set(token, id);
  const idOf = (token: string): number => {
    const id = tokens.get(token);
    if (id === undefined) throw new ModelFolderError(`must hold a tokenizer.json whose vocabulary has ${token}`);
    return id;
  };
  const normalizer = fieldsOf(tokenizer['normalizer']);
  const lowercase = normalizer['lowercase'] !== false;
  const stripAccents = normalizer['strip_accents'];
  return {
    tokens,
    lowercase,
    stripAccents: typeof stripAccents === 'boolean' ? stripAccents : lowercase, // what null means to BertNormalizer
    unknown: idOf('[UNK]'),
    first: idOf('[CLS]'),
    last: idOf('[SEP]'),
  };
}

function labelsOf(config: Fields): readonly string[] {
  const labels: string[] = [];
  for (const [id, label] of Object.entries(fieldsOf(config['id2label']))) labels[Number(id)] = String(label);
  if (labels.length === 0 || labels.includes('')) throw new ModelFolderError('must hold a config.json with id2label');
  return labels;
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
