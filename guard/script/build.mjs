// Builds the browser guard: checks its types, makes one file of it, and leaves `__EARSHOT_RULES__` where a zone's rules go.
// Does nothing when that is done already. Usage: node build.mjs TARGET
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { fetchOnce, holds, stampOf } from '../../build/npm.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2];
const sources = readdirSync(join(here, 'src')).sort().map(name => join('src', name));
const made = stampOf(here, 'package-lock.json', 'build.mjs', 'tsconfig.json', ...sources);
const stamp = join(target, 'guard.stamp');
if (holds(stamp, made)) process.exit(0);

fetchOnce(here, 'the tools that the browser guard is built with', 'Building the browser guard');
const modules = join(here, 'node_modules');
const types = spawnSync(process.execPath, [join(modules, 'typescript', 'bin', 'tsc'), '-p', here], { stdio: ['ignore', 2, 2] });
if (types.status !== 0) process.exit(1);

const esbuild = await import(new URL('node_modules/esbuild/lib/main.js', import.meta.url));
const built = await esbuild.build({
  entryPoints: [join(here, 'src', 'guard.ts')],
  bundle: true,
  minify: true,
  write: false,
  format: 'iife',
  target: 'es2020',
  charset: 'ascii',
  legalComments: 'none',
});
const { minify } = await import(new URL('node_modules/terser/main.js', import.meta.url));
// The whole is one function, whose own text guards workers and documents that it makes; `RULES` and `SELF` are its names
// for what it is given.
const { code } = await minify('(function SELF(RULES){' + built.outputFiles[0].text.trim() + '})(__EARSHOT_RULES__);', {
  ecma: 2020,
  compress: { passes: 3, keep_fargs: false },
  // Names that nothing but the guard knows.
  mangle: { properties: { regex: /^(because|undecorated|deadHost|refuse|attend|onAttend|named|dom|scan)$/ } },
  format: { ascii_only: true },
});
const text = code + '\n';
mkdirSync(target, { recursive: true });
writeFileSync(join(target, 'guard.js'), text);
writeFileSync(stamp, made);
console.error(`The browser guard: ${text.length} bytes, ${gzipSync(text, { level: 9 }).length} gzipped.`);
