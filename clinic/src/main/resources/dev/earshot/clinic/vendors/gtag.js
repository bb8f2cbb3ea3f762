// Speaks Google Analytics 4's wire format as documented in public decoders: parameters that all events share stand in the
// query, each event of a batch is a line of the body. Not Google's code.
(function () {
  'use strict';
  window.dataLayer = window.dataLayer || [];
  var ids = [], shared = {}, queue = [], timer = 0, hit = 0, started = Math.floor(Date.now() / 1000);
  var first = !/(?:^|; )_ga=/.test(document.cookie);

  function cookie(name, make) {
    var found = new RegExp('(?:^|; )' + name + '=([^;]*)').exec(document.cookie);
    if (found) return found[1];
    var value = make();
    var host = location.hostname.split('.').slice(-2).join('.');
    document.cookie = name + '=' + value + '; Domain=' + host + '; Path=/; Max-Age=63072000; Secure; SameSite=Lax';
    return value;
  }
  function random() { return Math.floor(Math.random() * 2147483647); }
  var ga = cookie('_ga', function () { return 'GA1.1.' + random() + '.' + started; });
  var clientId = ga.split('.').slice(-2).join('.');
  var pageId = random();

  function flush() {
    clearTimeout(timer);
    timer = 0;
    if (!queue.length) return;
    var events = queue;
    queue = [];
    ids.forEach(function (id) {
      var query = new URLSearchParams({
        v: '2', tid: id, gtm: '45je5b1v9', _p: pageId, gcd: '13l3l3l3l1l1', npa: '0', cid: clientId,
        ul: navigator.language.toLowerCase(), sr: screen.width + 'x' + screen.height, _s: ++hit, sid: started,
        sct: '1', seg: '1', dl: location.href, dr: document.referrer, dt: document.title, tfd: Math.round(performance.now())
      });
      if (first && hit === 1) { query.set('_fv', '1'); query.set('_ss', '1'); }
      if (shared.user_id) query.set('uid', shared.user_id);
      if (shared.em) query.set('em', shared.em);
      var body = '';
      if (events.length === 1) new URLSearchParams(events[0]).forEach(function (value, key) { query.set(key, value); });
      else body = events.map(function (event) { return new URLSearchParams(event).toString(); }).join('\r\n');
      navigator.sendBeacon((shared.transport_url || 'https://www.google-analytics.com') + '/g/collect?' + query, body);
    });
  }

  function send(name, parameters) {
    var event = { en: name };
    Object.keys(parameters || {}).forEach(function (key) {
      event[(typeof parameters[key] === 'number' ? 'epn.' : 'ep.') + key] = parameters[key];
    });
    event._et = Math.round(performance.now());
    queue.push(event);
    timer = timer || setTimeout(flush, 400);
  }

  function command(words) {
    if (words[0] === 'config') {
      if (/^G-/.test(words[1])) {
        ids.push(words[1]);
        Object.assign(shared, words[2] || {});
        send('page_view');
      }
    } else if (words[0] === 'event') {
      send(words[1], words[2]);
    } else if (words[0] === 'set') {
      Object.assign(shared, words[1]);
    }
  }

  var before = window.dataLayer.slice();
  window.gtag = function () { command(arguments); };
  before.forEach(function (entry) { if (Object.prototype.toString.call(entry) === '[object Arguments]') command(entry); });
  addEventListener('pagehide', flush);
})();
