// Fetches the fonts that package-lock.json pins and puts those that letters are printed with, unmodified, beside their
// licences where the build takes resources from. Does nothing when they are there already. Usage: node fonts.mjs TARGET
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2];
const stampOf = (...files) => {
  const hash = createHash('sha256');
  files.forEach(file => hash.update(readFileSync(join(here, file))));
  return hash.digest('hex');
};
const holds = (file, text) => existsSync(file) && readFileSync(file, 'utf8') === text;

const locked = stampOf('package-lock.json');
const made = stampOf('package-lock.json', 'fonts.mjs');
const stamp = join(dirname(target), 'fonts.stamp');
if (existsSync(target) && holds(stamp, made)) process.exit(0);

const fetched = join(here, 'node_modules', '.earshot-stamp');
if (!holds(fetched, locked)) {
  console.error('Fetching the fonts of letters with npm (75 MB, once) ...');
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: here, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (npm.status !== 0) {
    console.error('npm could not fetch them' + (npm.error ? ' (' + npm.error.message + ')' : '') +
      '. Building the breach case needs npm and, the first time, its registry.');
    process.exit(1);
  }
  writeFileSync(fetched, locked);
}

// What is shipped, and the file of the package that it is.
const expo = (family, weight) => {
  const [folder, name] = [family.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase(), weight.replace(/\d+/, '')];
  return [`${family}-${name}.ttf`, `@expo-google-fonts/${folder}/${weight}/${family}_${weight}.ttf`];
};
const files = Object.fromEntries([
  ...['NotoSans', 'NotoNaskhArabic', 'NotoSansHebrew', 'NanumGothic']
    .flatMap(family => [expo(family, '400Regular'), expo(family, '700Bold')]),
  expo('NotoSansSC', '400Regular'),
  ['NotoSans.LICENSE', '@expo-google-fonts/noto-sans/LICENSE_FONT'],
  ['NotoNaskhArabic.LICENSE', '@expo-google-fonts/noto-naskh-arabic/LICENSE_FONT'],
  ['NotoSansHebrew.LICENSE', '@expo-google-fonts/noto-sans-hebrew/LICENSE_FONT'],
  ['NotoSansSC.LICENSE', '@expo-google-fonts/noto-sans-sc/LICENSE_FONT'],
  ['NanumGothic.LICENSE', '@expo-google-fonts/nanum-gothic/LICENSE_FONT'],
  ['DejaVuSans-Regular.ttf', 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf'],
  ['DejaVuSans-Bold.ttf', 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'],
  ['DejaVuSans.LICENSE', 'dejavu-fonts-ttf/LICENSE'],
]);
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const [name, file] of Object.entries(files)) cpSync(join(here, 'node_modules', file), join(target, name));
writeFileSync(stamp, made);
