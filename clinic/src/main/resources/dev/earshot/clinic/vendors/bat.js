// Speaks Microsoft Advertising's event-tracking format as its public documentation gives it. Not Microsoft's code.
(function () {
  'use strict';
  function guid() { return crypto.randomUUID().replace(/-/g, ''); }
  function cookie(name, seconds) {
    var found = new RegExp('(?:^|; )' + name + '=([^;]*)').exec(document.cookie);
    var value = found ? found[1] : guid();
    document.cookie = name + '=' + value + '; Domain=' + location.hostname.split('.').slice(-2).join('.') +
      '; Path=/; Max-Age=' + seconds + '; Secure; SameSite=Lax';
    return value;
  }
  var pageView = crypto.randomUUID(), order = 0, hashes = {};
  var session = cookie('_uetsid', 86400), visitor = cookie('_uetvid', 33696000);

  function send(parameters) {
    var query = new URLSearchParams(Object.assign({
      ti: '97000001', Ver: '2', mid: pageView, bo: ++order, sid: session, vid: visitor, vids: '1', msclkid: 'N'
    }, parameters));
    if (hashes.em) query.set('pid', new URLSearchParams(hashes).toString());
    query.set('cdb', 'AQAQ');
    query.set('rn', Math.floor(Math.random() * 1000000));
    new Image().src = 'https://bat.bing.com/action/0?' + query;
  }
  async function sha256(text) {
    var digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return Array.from(new Uint8Array(digest), function (b) { return b.toString(16).padStart(2, '0'); }).join('');
  }
  async function push(kind, name, values) {
    if (kind === 'set' && name.pid) {
      var parts = name.pid.em.trim().toLowerCase().split('@');
      hashes.em = await sha256(parts[0].split('+')[0].replace(/\./g, '') + '@' + parts[1]);
      hashes.ph = await sha256(name.pid.ph.trim());
      return;
    }
    if (kind !== 'event') return;
    if (name === 'page_view') {
      send({
        pi: '0', lg: navigator.language, sw: screen.width, sh: screen.height, sc: screen.colorDepth, tl: document.title,
        p: location.href, r: document.referrer, lt: Math.round(performance.now()), evt: 'pageLoad', sv: '1'
      });
    } else {
      var query = { ea: name, en: 'Y', p: location.href, sw: screen.width, sh: screen.height, sc: screen.colorDepth, evt: 'custom' };
      if (values.event_category) query.ec = values.event_category;
      if (values.event_label) query.el = values.event_label;
      if (values.search_term) query.search_term = values.search_term;
      send(query);
    }
  }
  var before = window.uetq || [], chain = Promise.resolve();
  function inOrder(words) { chain = chain.then(function () { return push.apply(null, words); }); }
  window.uetq = { push: function () { inOrder(arguments); } };
  while (before.length) inOrder(before.splice(0, before[0] === 'set' ? 2 : 3));
})();
