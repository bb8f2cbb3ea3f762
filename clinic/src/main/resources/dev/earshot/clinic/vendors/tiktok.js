// Speaks TikTok's pixel format as public decoders describe it. Not TikTok's code.
(function () {
  'use strict';
  var code = '', user = {}, chain = Promise.resolve();
  async function sha256(text) {
    var digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return Array.from(new Uint8Array(digest), function (b) { return b.toString(16).padStart(2, '0'); }).join('');
  }
  var match = /(?:^|; )_ttp=([^;]*)/.exec(document.cookie);
  var browserId = match ? match[1] : crypto.randomUUID().replace(/-/g, '');
  document.cookie = '_ttp=' + browserId + '; Domain=' + location.hostname.split('.').slice(-2).join('.') + '; Path=/; Max-Age=33696000; Secure; SameSite=Lax';
  async function command(words) {
    if (words[0] === 'load') code = words[1];
    else if (words[0] === 'identify') {
      var digits = words[1].phone_number.replace(/\D/g, '');
      user.email = await sha256(words[1].email.trim().toLowerCase());
      user.phone_number = await sha256('+' + (digits.length === 10 ? '1' : '') + digits);
    } else {
      var event = words[0] === 'page' ? 'Pageview' : words[1];
      navigator.sendBeacon('https://analytics.tiktok.com/api/v2/pixel', JSON.stringify({
        event: event, event_id: '', message_id: 'messageId-' + Date.now() + '-' + code, is_onsite: false, timestamp: new Date().toISOString(),
        context: {
          ad: {}, device: { platform: 'pc' }, user: Object.assign({ anonymous_id: browserId, ttp: browserId }, user),
          pixel: { code: code, runtime: '1' }, page: { url: location.href, referrer: document.referrer },
          library: { name: 'pixel.js', version: '2.2.1' }, session_id: browserId, userAgent: navigator.userAgent
        },
        properties: words[2] || {}
      }));
    }
  }
  function inOrder(words) { chain = chain.then(function () { return command(words); }); }
  var before = (window.ttq && window.ttq.queue) || [];
  window.ttq = function () { inOrder(arguments); };
  Array.prototype.forEach.call(before, inOrder);
})();
