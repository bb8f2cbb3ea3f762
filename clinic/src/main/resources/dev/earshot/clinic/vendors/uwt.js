// Speaks X's pixel format as public decoders describe it: every event goes to t.co and to analytics.twitter.com. Not X's code.
(function () {
  'use strict';
  var pixel = '', pageLoad = crypto.randomUUID();
  async function sha256(text) {
    var digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return Array.from(new Uint8Array(digest), function (b) { return b.toString(16).padStart(2, '0'); }).join('');
  }
  function send(transaction, event, name) {
    var query = new URLSearchParams({
      bci: '3', dv: [Intl.DateTimeFormat().resolvedOptions().timeZone, navigator.languages.join(','), navigator.vendor,
        navigator.platform, screen.colorDepth, screen.width, screen.height].join('&'),
      eci: name === 'pageview' ? '2' : '3', event: JSON.stringify(event), event_id: crypto.randomUUID(), integration: 'gtm',
      p_id: 'Twitter', p_user_id: '0', pl_id: pageLoad, pt: document.title, tw_document_href: location.href,
      tw_iframe_status: '0', txn_id: transaction, type: 'javascript', version: '2.3.35'
    });
    if (name === 'pageview') query.set('events', JSON.stringify([['pageview', {}]]));
    ['https://t.co/1/i/adsct?', 'https://analytics.twitter.com/1/i/adsct?'].forEach(function (endpoint) {
      new Image().src = endpoint + query;
    });
  }
  async function command(words) {
    if (words[0] === 'config') {
      pixel = words[1];
      send(pixel, {}, 'pageview');
    } else if (words[0] === 'event') {
      var event = Object.assign({}, words[2]);
      if (event.email_address) event.email_address = await sha256(event.email_address.trim().toLowerCase());
      send(words[1], event, 'event');
    }
  }
  var before = (window.twq && window.twq.queue) || [];
  window.twq = function () { command(arguments); };
  Array.prototype.forEach.call(before, command);
})();
