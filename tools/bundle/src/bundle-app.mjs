// How an application is bundled: whole, and compiled. A process that looks for a thousand small files and reads and compiles
// all of their text starts three seconds later and is 50 MB larger.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';

/** The entry as it is bundled; what is started is `launcher.cjs`, which runs it. */
export const PROGRAM = 'program';

/**
 * Scripts, since Node 20 takes compiled code for them alone; and what is compiled bears a name of its content, so that it
 * never comes together with what was compiled of another text.
 */
export const appOutput = {
  format: 'cjs',
  dynamicImportInCjs: false, // Node 20 refuses `import()` in a script that it took compiled
  comments: false,
  entryFileNames: ({ name }) => (name === PROGRAM ? '[name]-[hash].js' : '[name].js'),
};

/**
 * Used where it is installed: what is looked for when it is needed, a package whose files are served from where they lie,
 * and one that reads its fonts from there.
 */
const LOOKED_FOR = new RegExp(
  '^(@nestjs/(microservices|websockets|platform-express)|@fastify/(view|multipart)|onnxruntime-node|swagger-ui-dist|pdfkit)(/|$)',
);
export const isOutsideApp = (id) => isBuiltin(id) || LOOKED_FOR.test(id);

/** Makes what the bundler wrote ready to start as `<name>.js`. @param home where it will lie. */
export function finishApp(directory, name, home) {
  for (const file of readdirSync(directory).filter((each) => each.endsWith('.js'))) {
    refuseOwnImports(path.join(directory, file));
    writeInAscii(path.join(directory, file));
  }
  writeFileSync(path.join(directory, 'package.json'), '{ "type": "commonjs" }\n');
  const program = readdirSync(directory).find((file) => file.startsWith(`${PROGRAM}-`) && file.endsWith('.js'));
  const launcher = readFileSync(new URL('./launcher.cjs', import.meta.url), 'utf8');
  const main = path.join(directory, `${name}.js`);
  writeFileSync(main, launcher.replace(`${PROGRAM}.js`, program));
  execFileSync(process.execPath, [main, '--compile', home], { stdio: 'inherit' });
}

/** What a package calls `#name` is found in its own folder alone. @throws Error when one that does so was bundled. */
function refuseOwnImports(file) {
  const [own] = /\brequire[\w$]*\(["']#[^"']*/.exec(readFileSync(file, 'utf8')) ?? [];
  if (own) throw new Error(`${file}: ${own}) would not be found: name its package in LOOKED_FOR`);
}

/** A process keeps the text of its programs, and one character beyond Latin-1 doubles what a text takes. */
function writeInAscii(file) {
  const program = readFileSync(file, 'utf8');
  const ascii = program.replace(/(?<backslash>\\?)[\u0080-\uffff]/g, (found, backslash) => {
    if (backslash) throw new Error(`${file}: a backslash stands before ${found}`);
    return `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  writeFileSync(file, ascii);
}
