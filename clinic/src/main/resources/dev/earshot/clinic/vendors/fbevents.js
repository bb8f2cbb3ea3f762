// Speaks Meta's pixel format as public decoders and Meta's own documentation describe it: GET for small events, a multipart
// POST where values were read from the form's fields. Not Meta's code.
(function () {
  'use strict';
  var id = '', found = {}, loaded = Date.now();
  function cookie(name, make) {
    var match = new RegExp('(?:^|; )' + name + '=([^;]*)').exec(document.cookie);
    if (match) return match[1];
    var value = make();
    document.cookie = name + '=' + value + '; Domain=' + location.hostname.split('.').slice(-2).join('.') + '; Path=/; Max-Age=7776000; Secure; SameSite=Lax';
    return value;
  }
  var browserId = cookie('_fbp', function () { return 'fb.1.' + loaded + '.' + Math.floor(Math.random() * 1e18); });
  async function sha256(text) {
    var digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return Array.from(new Uint8Array(digest), function (b) { return b.toString(16).padStart(2, '0'); }).join('');
  }
  function parameters(event, custom, automatic) {
    var all = { id: id, ev: event, dl: location.href, rl: document.referrer, 'if': 'false', ts: Date.now() };
    Object.keys(custom || {}).forEach(function (key) { all['cd[' + key + ']'] = custom[key]; });
    return Object.assign(all, {
      sw: screen.width, sh: screen.height, v: '2.9.240', r: 'stable', ec: '0', o: '4126', fbp: browserId, it: loaded, coo: 'false',
      es: automatic ? 'automatic' : '', tm: '1', eid: crypto.randomUUID()
    });
  }
  function send(event, custom, automatic) {
    var all = parameters(event, custom, automatic);
    if (Object.keys(found).length) {
      var form = new FormData();
      Object.keys(all).forEach(function (key) { form.append(key, all[key]); });
      Object.keys(found).forEach(function (key) { form.append('udff[' + key + ']', found[key]); });
      if (found.em) form.append('ud[em]', found.em);
      form.append('rqm', 'SB');
      navigator.sendBeacon('https://www.facebook.com/tr/', form);
    } else {
      all.rqm = 'GET';
      new Image().src = 'https://www.facebook.com/tr/?' + new URLSearchParams(all);
    }
  }
  function command(words) {
    if (words[0] === 'init') {
      id = words[1];
      var config = document.createElement('script');
      config.async = true;
      config.src = 'https://connect.facebook.net/signals/config/' + id + '?v=2.9.240&r=stable&domain=' + location.hostname;
      document.head.appendChild(config);
    } else if (words[0] === 'track') {
      send(words[1], words[2], false);
    }
  }
  // Automatic advanced matching: form fields are read and hashed as they are filled in.
  document.addEventListener('change', async function (event) {
    var field = event.target, value = (field.value || '').trim().toLowerCase();
    if (!value) return;
    if (field.type === 'email') found.em = await sha256(value);
    else if (field.type === 'tel') {
      var digits = value.replace(/\D/g, '');
      found.ph = await sha256((digits.length === 10 ? '1' : '') + digits);
    } else if (/first/i.test(field.name)) found.fn = await sha256(value);
    else if (/last/i.test(field.name)) found.ln = await sha256(value);
  }, true);
  document.addEventListener('click', function (event) {
    var button = event.target.closest('button, a.button, input[type=submit]');
    if (!button) return;
    var fields = button.form ? Array.from(button.form.elements).filter(function (e) { return e.name; })
      .map(function (e) { return { name: e.name, tag: e.tagName.toLowerCase(), inputType: e.type }; }) : [];
    send('SubscribedButtonClick', {
      buttonFeatures: JSON.stringify({ classList: button.className, destination: button.form ? button.form.action : '', id: button.id, innerText: button.innerText, tag: button.tagName.toLowerCase(), type: button.type || '' }),
      buttonText: button.innerText, formFeatures: JSON.stringify(fields), pageFeatures: JSON.stringify({ title: document.title })
    }, true);
  }, true);
  var before = (window.fbq && window.fbq.queue) || [];
  window.fbq = function () { command(arguments); };
  Array.prototype.forEach.call(before, command);
})();
