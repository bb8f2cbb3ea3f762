// A tracker that encrypts what it tells, in ways that hide it and in ways that do not, beside all that merely looks like an
// identifier: times, counts, random values, a client id, a bucket, a session.
(function () {
  'use strict';
  var bytes = function (text) { return new TextEncoder().encode(text); };
  var hex = function (buffer) {
    return Array.from(new Uint8Array(buffer), function (b) { return b.toString(16).padStart(2, '0'); }).join('');
  };
  var base64 = function (array) { return btoa(String.fromCharCode.apply(null, array)); };
  var secret = bytes('known to nobody!');
  var random = function (length) { return hex(crypto.getRandomValues(new Uint8Array(length))); };
  function keep(name, make) {
    if (!localStorage.getItem(name)) localStorage.setItem(name, make());
    return localStorage.getItem(name);
  }
  async function key(name, usage) {
    return crypto.subtle.importKey('raw', secret, name === 'HMAC' ? { name: name, hash: 'SHA-256' } : name, false, [usage]);
  }
  async function keyed(text) { return hex(await crypto.subtle.sign('HMAC', await key('HMAC', 'sign'), bytes(text))); }
  async function hidden(text) {
    var iv = crypto.getRandomValues(new Uint8Array(12));
    var sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: iv }, await key('AES-GCM', 'encrypt'), bytes(text));
    return hex(iv) + hex(sealed);
  }
  // Each block for itself, as the mode does that nobody should use: the same block gives the same block.
  async function blockwise(text) {
    var plain = bytes(text.padEnd(Math.ceil(text.length / 16) * 16));
    var aes = await key('AES-CBC', 'encrypt'), out = [];
    for (var i = 0; i < plain.length; i += 16) {
      var block = await crypto.subtle.encrypt({ name: 'AES-CBC', iv: new Uint8Array(16) }, aes, plain.slice(i, i + 16));
      out.push.apply(out, new Uint8Array(block).slice(0, 16));
    }
    return new Uint8Array(out);
  }
  var count = 0;
  async function tell(event, member, topic) {
    var session = await (await fetch('/reading-room/session')).json();
    var told = {
      e: event, t: Date.now(), n: random(16), c: ++count,
      cid: keep('sealed_cid', function () { return random(16); }),
      ab: keep('sealed_ab', function () { return Math.random() < 0.5 ? '0' : '1'; }),
      node: keep('sealed_node', function () { return Math.random() < 0.5 ? 'edge-7f3a9c2b41d8' : 'edge-e01b77c4a95f'; }),
      sid: session.session
    };
    if (member) {
      told.who = await keyed('member ' + member);
      told.what = await keyed('topic ' + topic);
      told.pair = await keyed(member + ' reads ' + topic);
      told.nothing = await hidden(member + ' reads ' + topic);
      told.mixed = base64(await blockwise(member.padEnd(32) + 'at ' + Date.now() + ' ' + random(8)));
      navigator.sendBeacon('https://in.sealed.example/b', new Blob(
        [await blockwise(random(16) + member.padEnd(32))], { type: 'application/octet-stream' }));
    }
    new Image().src = 'https://in.sealed.example/p?' + new URLSearchParams(told);
  }
  tell('view');
  document.addEventListener('submit', async function (event) {
    event.preventDefault();
    var form = event.target.elements;
    await tell('look-up', form.member.value, form.topic.value);
    document.getElementById('looked-up').hidden = false;
  });
})();
