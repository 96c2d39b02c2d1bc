import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const WORKSPACE = path.resolve(import.meta.dirname, '../../..');

/** An own PostgreSQL and processes of the app take their time, in ms. */
export const PATIENCE_MS = 600_000;

/** Runs the harness as a person does. Rejects when it finds something short. */
export const runProof = (...args: string[]) =>
  promisify(execFile)(process.execPath, ['--no-warnings', 'tools/run.mjs', 'harness', ...args], { cwd: WORKSPACE });
