// Speaks the wire formats of Google Analytics 4, Google Ads and Floodlight as public decoders describe them. Not Google's code.
(function () {
  'use strict';
  window.dataLayer = window.dataLayer || [];
  var destinations = [], shared = {}, queue = [], timer = 0, hit = 0, started = Math.floor(Date.now() / 1000);
  var denied = false, userData = Promise.resolve(''), chain = Promise.resolve();
  var first = !/(?:^|; )_ga=/.test(document.cookie);
  var pageId = random();

  function random() { return Math.floor(Math.random() * 2147483647); }
  function cookie(name, make) {
    var found = new RegExp('(?:^|; )' + name + '=([^;]*)').exec(document.cookie);
    if (found) return found[1];
    if (denied) return make();
    var host = location.hostname.split('.').slice(-2).join('.');
    var value = make();
    document.cookie = name + '=' + value + '; Domain=' + host + '; Path=/; Max-Age=63072000; Secure; SameSite=Lax';
    return value;
  }
  function clientId() { return cookie('_ga', function () { return 'GA1.1.' + random() + '.' + started; }).split('.').slice(-2).join('.'); }
  function adId() { return cookie('_gcl_au', function () { return '1.1.' + random() + '.' + started; }).split('.').slice(-2).join('.'); }
  async function hashed(text) {
    var digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return btoa(String.fromCharCode.apply(null, new Uint8Array(digest))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
  }
  async function token(data) {
    var fields = ['tv.1'];
    if (data.email) {
      var parts = data.email.trim().toLowerCase().split('@');
      if (/^(gmail|googlemail)\.com$/.test(parts[1])) parts[0] = parts[0].replace(/\./g, '');
      fields.push('em.' + await hashed(parts.join('@')));
    }
    if (data.phone) {
      var digits = data.phone.replace(/\D/g, '');
      fields.push('pn.' + await hashed('+' + (digits.length === 10 ? '1' : '') + digits));
    }
    return fields.join('~');
  }

  function flush() {
    clearTimeout(timer);
    timer = 0;
    if (!queue.length) return;
    var events = queue;
    queue = [];
    destinations.filter(function (d) { return /^G-/.test(d.id); }).forEach(function (destination) {
      var query = new URLSearchParams({
        v: '2', tid: destination.id, gtm: '45je5b1v9', _p: pageId, gcs: denied ? 'G100' : 'G111', gcd: denied ? '13q3q3q3q5l1' : '13l3l3l3l1l1',
        npa: '0', cid: clientId(), ul: navigator.language.toLowerCase(), sr: screen.width + 'x' + screen.height, _s: ++hit, sid: started,
        sct: '1', seg: '1', dl: location.href, dr: document.referrer, dt: document.title, tfd: Math.round(performance.now())
      });
      if (denied) { query.delete('sid'); query.delete('sct'); }
      if (first && hit === 1) { query.set('_fv', '1'); query.set('_ss', '1'); }
      if (destination.options.user_id) query.set('uid', destination.options.user_id);
      var properties = destination.options.user_properties || {};
      Object.keys(properties).forEach(function (key) { query.set('up.' + key, properties[key]); });
      if (shared.em) query.set('em', shared.em);
      var body = '';
      if (events.length === 1) new URLSearchParams(events[0]).forEach(function (value, key) { query.set(key, value); });
      else body = events.map(function (event) { return new URLSearchParams(event).toString(); }).join('\r\n');
      navigator.sendBeacon((destination.options.server_container_url || 'https://www.google-analytics.com') + '/g/collect?' + query, body);
    });
  }
  function measure(name, parameters) {
    var event = { en: name, dl: location.href, dt: document.title };
    Object.keys(parameters || {}).forEach(function (key) {
      event[(typeof parameters[key] === 'number' ? 'epn.' : 'ep.') + key] = parameters[key];
    });
    event._et = Math.round(performance.now());
    queue.push(event);
    timer = timer || setTimeout(flush, 400);
  }

  // One action, several endpoints, each with its own cache buster.
  async function advertise(id, label, event, parameters) {
    var em = await userData;
    var endpoints = label
      ? ['https://www.googleadservices.com/pagead/conversion/', 'https://googleads.g.doubleclick.net/pagead/viewthroughconversion/',
        'https://www.google.com/pagead/1p-conversion/']
      : ['https://googleads.g.doubleclick.net/pagead/viewthroughconversion/', 'https://www.google.com/pagead/1p-user-list/',
        'https://www.google.com/rmkt/collect/'];
    endpoints.forEach(function (endpoint) {
      var query = new URLSearchParams({
        random: Date.now() * 1000 + Math.floor(Math.random() * 1000), cv: '11', fst: Date.now(), fmt: '3', bg: 'ffffff', guid: 'ON', async: '1',
        gtm: '45be5b1v9', gcd: '13l3l3l3l1l1', u_w: screen.width, u_h: screen.height, url: location.href, ref: document.referrer,
        hn: 'www.googleadservices.com', frm: '0', tiba: document.title, npa: '0', auid: adId(), en: event, data: 'event=' + event
      });
      if (label) { query.set('label', label); query.set('value', parameters.value); query.set('currency_code', parameters.currency); }
      if (em) { query.set('em', em); query.set('ec_mode', 'c'); }
      new Image().src = endpoint + id + '/?' + query;
    });
  }
  function floodlight(id, activity, parameters) {
    var parts = activity.split('+')[0].split('/');
    var path = 'https://ad.doubleclick.net/activity;src=' + id + ';type=' + parts[0] + ';cat=' + parts[1] + ';ord=' + random() + ';num=' + random() +
      ';npa=0;auiddc=' + adId();
    Object.keys(parameters).filter(function (key) { return /^u\d+$/.test(key); }).forEach(function (key) {
      path += ';' + key + '=' + encodeURIComponent(parameters[key]);
    });
    new Image().src = path + ';gtm=45fe5b1v9;~oref=' + encodeURIComponent(location.href) + '?';
  }

  async function command(words) {
    if (words[0] === 'config') {
      destinations.push({ id: words[1], options: words[2] || {} });
      if (/^G-/.test(words[1])) { if ((words[2] || {}).send_page_view !== false) measure('page_view'); }
      else if (/^AW-/.test(words[1])) await advertise(words[1].slice(3), '', 'gtag.config', {});
    } else if (words[0] === 'consent') {
      denied = words[2].analytics_storage === 'denied';
    } else if (words[0] === 'set') {
      if (words[1].user_data) {
        userData = token(words[1].user_data);
        shared.em = await userData;
      }
    } else if (words[0] === 'event') {
      var to = (words[2] || {}).send_to || '';
      if (/^AW-/.test(to)) await advertise(to.slice(3).split('/')[0], to.split('/')[1], words[1], words[2]);
      else if (/^DC-/.test(to)) floodlight(to.slice(3).split('/')[0], to.split('/').slice(1).join('/'), words[2]);
      else measure(words[1], words[2]);
    }
  }
  function inOrder(words) { chain = chain.then(function () { return command(words); }); }
  var before = window.dataLayer.slice();
  window.gtag = function () { inOrder(arguments); };
  before.forEach(function (entry) { if (Object.prototype.toString.call(entry) === '[object Arguments]') inOrder(entry); });
  addEventListener('pagehide', flush);
})();
