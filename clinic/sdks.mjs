// Fetches the SDKs that package-lock.json pins and puts their browser bundles, unmodified, where the clinic serves them
// from. Does nothing when they are there already. Usage: node sdks.mjs TARGET
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fetchOnce, holds, stampOf } from '../build/npm.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2];
const made = stampOf(here, 'package-lock.json', 'sdks.mjs');
if (holds(join(target, 'stamp'), made)) process.exit(0);

fetchOnce(here, "the pretend hospital's third-party SDKs", 'Building the clinic');

// What is served, and the file of the package that it is.
const bundles = {
  'alloy.js': '@adobe/alloy/dist/alloy.min.js',
  'amplitude.js': '@amplitude/analytics-browser/lib/scripts/amplitude-min.js',
  'clarity.js': 'clarity-js/build/clarity.min.js',
  'datadog-rum.js': '@datadog/browser-rum/bundle/datadog-rum.js',
  'mixpanel.js': 'mixpanel-browser/dist/mixpanel.umd.js',
  'posthog.js': 'posthog-js/dist/array.js',
  'rrweb.js': 'rrweb/dist/rrweb.umd.min.cjs',
  'segment.js': '@segment/analytics-next/dist/umd/standalone.js',
  'snowplow.js': '@snowplow/browser-tracker/dist/index.umd.min.js',
};
// Folders of pieces that a bundle loads by itself.
const pieces = {
  'datadog-chunks': '@datadog/browser-rum/bundle/chunks',
  'posthog-static': 'posthog-js/dist',
  'segment-bundles': '@segment/analytics-next/dist/umd',
};

const modules = join(here, 'node_modules');
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const [name, file] of Object.entries(bundles)) cpSync(join(modules, file), join(target, name));
for (const [name, folder] of Object.entries(pieces)) {
  mkdirSync(join(target, name));
  for (const file of readdirSync(join(modules, folder))) {
    if (file.endsWith('.js') && !/es5|no-external|full|module|standalone|index|salesforce/.test(file)) {
      cpSync(join(modules, folder, file), join(target, name, file));
    }
  }
}
const version = name => JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')).version;
const names = Object.keys(JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')).dependencies);
writeFileSync(join(target, 'versions.json'), JSON.stringify(Object.fromEntries(names.map(n => [n, version(n)])), null, 2));
writeFileSync(join(target, 'stamp'), made);
