// Fetches the fonts that package-lock.json pins and puts those that letters are printed with, unmodified, beside their
// licences where the build takes resources from. Does nothing when they are there already. Usage: node fonts.mjs TARGET
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fetchOnce, holds, stampOf } from '../build/npm.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2];
const made = stampOf(here, 'package-lock.json', 'fonts.mjs');
const stamp = join(dirname(target), 'fonts.stamp');
if (existsSync(target) && holds(stamp, made)) process.exit(0);

fetchOnce(here, 'the fonts of letters (75 MB)', 'Building the breach case');

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
