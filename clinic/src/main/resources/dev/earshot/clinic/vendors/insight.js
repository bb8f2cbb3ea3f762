// Speaks LinkedIn's Insight format as public decoders describe it: GET /collect, and base64 of gzip of JSON to /wa/. Not
// LinkedIn's code.
(function () {
  'use strict';
  var partner = window._linkedin_partner_id, hem = '', chain = Promise.resolve();
  async function sha256(text) {
    var digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return Array.from(new Uint8Array(digest), function (b) { return b.toString(16).padStart(2, '0'); }).join('');
  }
  function collect(more) {
    var query = new URLSearchParams(Object.assign({ v: '2', fmt: 'js', pid: partner, time: Date.now(), url: location.href, li_adsId: adsId() }, more));
    new Image().src = 'https://px.ads.linkedin.com/collect/?' + query;
  }
  function adsId() {
    var kept = localStorage.getItem('li_adsId') || crypto.randomUUID();
    localStorage.setItem('li_adsId', kept);
    return kept;
  }
  async function signal(type) {
    var json = JSON.stringify({
      pids: [partner], scriptVersion: 200, time: Date.now(), domain: location.hostname, url: location.href, pageTitle: document.title,
      websiteSignalRequestId: crypto.randomUUID(), isTranslated: false, liFatId: '', liGiant: '', misc: {}, isLinkedInApp: false,
      hem: hem || null, signalType: type, href: '', domAttributes: null
    });
    var zipped = await new Response(new Blob([json]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
    var text = btoa(String.fromCharCode.apply(null, new Uint8Array(zipped)));
    fetch('https://px.ads.linkedin.com/wa/', { method: 'POST', body: text, headers: { 'Content-Type': 'text/plain;charset=UTF-8' }, credentials: 'include', keepalive: true });
  }
  async function command(words) {
    if (words[0] === 'identify') hem = await sha256(words[1].trim().toLowerCase());
    else if (words[0] === 'track') { collect({ conversionId: words[1] }); await signal('CONVERSION'); }
  }
  function inOrder(words) { chain = chain.then(function () { return command(words); }); }
  var before = (window.lintrk && window.lintrk.queue) || [];
  window.lintrk = function () { inOrder(arguments); };
  collect({});
  inOrder(['page']);
  chain = chain.then(function () { return signal('PAGE_VISIT'); });
  Array.prototype.forEach.call(before, inOrder);
})();
