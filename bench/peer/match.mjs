// Matches requests against lists with a tracker engine, when it is told to, and says what that cost.
// Usage: node match.mjs CORPORA.json LIST...
// CORPORA.json: {"name": [[url, type, pageUrl], ...], ...}
// One line in, `match|parse name passes`; one line out, {"cpu": ns, "wall": ns, "blocked": of one pass}.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { FiltersEngine, Request } from '@ghostery/adblocker';

const [corporaFile, ...lists] = process.argv.slice(2);
const corpora = JSON.parse(readFileSync(corporaFile, 'utf8'));
// Network filters alone; all else as the engine has it by default, which is its fastest.
const engine = FiltersEngine.parse(lists.map(list => readFileSync(list, 'utf8')).join('\n'), {
  loadCosmeticFilters: false, loadNetworkFilters: true,
});
const works = {
  // What it must do for each new request: take its address apart, and match it.
  match: requests => {
    let blocked = 0;
    for (const [url, type, sourceUrl] of requests) {
      if (engine.match(Request.fromRawDetails({ url, type, sourceUrl })).match) blocked++;
    }
    return blocked;
  },
  // The first half of it.
  parse: requests => {
    let third = 0;
    for (const [url, type, sourceUrl] of requests) {
      if (Request.fromRawDetails({ url, type, sourceUrl }).isThirdParty) third++;
    }
    return third;
  },
};
console.log(JSON.stringify({ node: process.version, filters: engine.getFilters().networkFilters.length }));
for await (const line of createInterface({ input: process.stdin })) {
  const [work, name, passes] = line.split('\t');
  const requests = corpora[name];
  const cpu = process.cpuUsage();
  const wall = process.hrtime.bigint();
  let found = 0;
  for (let pass = 0; pass < Number(passes); pass++) found += works[work](requests);
  const took = process.hrtime.bigint() - wall;
  const used = process.cpuUsage(cpu);
  console.log(JSON.stringify({
    cpu: (used.user + used.system) * 1000, wall: Number(took), blocked: found / Number(passes),
  }));
}
