// One request of every kind, each to /t/<kind> of a host that nobody has a name for.
(function () {
  'use strict';
  var host = 'https://pixel.unheardof.example';
  var here = encodeURIComponent(location.href);
  function at(kind) { return host + '/t/' + kind; }
  function done(kind) {
    var item = document.createElement('li');
    item.textContent = kind;
    document.getElementById('sent').appendChild(item);
  }
  function text(kind) { return JSON.stringify({ kind: kind, page: location.href }); }
  async function compressed(kind, format) {
    return new Response(new Blob([text(kind)]).stream().pipeThrough(new CompressionStream(format))).blob();
  }

  new Image().src = at('pixel') + '?page=' + here;
  done('pixel');
  new Image().src = at('redirect') + '?hop=1&page=' + here;
  done('redirect');
  fetch(at('fetch'), { method: 'POST', body: text('fetch'), mode: 'no-cors' }).catch(function () {});
  done('fetch');
  var request = new XMLHttpRequest();
  request.open('POST', at('xhr'));
  request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
  request.send('kind=xhr&page=' + here);
  done('xhr');
  fetch(at('preflight'), { method: 'PUT', body: text('preflight'), headers: { 'Content-Type': 'application/json', 'X-Visitor': 'v-1' } }).catch(function () {});
  done('preflight');
  navigator.sendBeacon(at('beacon-text'), text('beacon-text'));
  done('beacon-text');
  navigator.sendBeacon(at('beacon-blob'), new Blob([text('beacon-blob')], { type: 'application/json' }));
  done('beacon-blob');
  var form = new FormData();
  form.append('kind', 'beacon-form');
  form.append('page', location.href);
  navigator.sendBeacon(at('beacon-form'), form);
  done('beacon-form');
  var upload = new FormData();
  upload.append('kind', 'beacon-file');
  upload.append('page', location.href);
  upload.append('note', new File(['seen on ' + location.href], 'note.txt', { type: 'text/plain' }));
  navigator.sendBeacon(at('beacon-file'), upload);
  done('beacon-file');
  fetch(at('keepalive'), { method: 'POST', body: text('keepalive'), keepalive: true, mode: 'no-cors' }).catch(function () {});
  done('keepalive');
  fetch(at('large'), { method: 'POST', body: JSON.stringify({ kind: 'large', page: location.href, pad: 'x'.repeat(300000) }), mode: 'no-cors' }).catch(function () {});
  done('large');
  ['gzip', 'deflate', 'deflate-raw'].forEach(function (format) {
    try { new CompressionStream(format); } catch (unsupported) { return; }
    compressed(format, format).then(function (body) {
      fetch(at(format), { method: 'POST', body: body, mode: 'no-cors' }).catch(function () {});
      done(format);
    });
  });

  // No browser packs with Brotli for a page, so this was packed beforehand: {"kind":"brotli","page":"…/transports", …}.
  var packed = 'G5IAaES3eb2yW+zv+ww8hEhQn4j0ZKULrZmxsZntUWtKVpoQ6cnC9xJtBAUiSYWHbF5MrIzeDoaNMZqxV7iU+mu4einoRIfujS69h+TFm7yYhNXSqEMkMQMf';
  fetch(at('brotli'), {
    method: 'POST', headers: { 'Content-Encoding': 'br', 'Content-Type': 'application/json' },
    body: Uint8Array.from(atob(packed), function (c) { return c.charCodeAt(0); })
  }).catch(function () {});
  done('brotli');

  document.cookie = 'seen_page=' + here + '; Domain=clinic.example; Path=/; Secure; SameSite=Lax';
  new Image().src = 'https://metrics.clinic.example/t/cookie-only';
  done('cookie-only');

  var socket = new WebSocket('wss://pixel.unheardof.example/t/websocket');
  socket.onopen = function () {
    socket.send(text('websocket'));
    socket.send(new TextEncoder().encode(text('websocket-binary')));
    done('websocket');
  };
  new EventSource(at('eventsource') + '?page=' + here).onmessage = function (event) { this.close(); done('eventsource ' + event.data); };

  new Worker('/assets/transports/worker.js').postMessage(location.href);
  if (window.SharedWorker) new SharedWorker('/assets/transports/shared.js').port.postMessage(location.href);
  if (navigator.serviceWorker) {
    navigator.serviceWorker.register('/assets/transports/service.js').then(function (registration) {
      var worker = registration.active || registration.waiting || registration.installing;
      worker.postMessage(location.href);
      done('service-worker');
    }).catch(function () {});
  }

  setTimeout(function () { navigator.sendBeacon(at('late'), text('late')); done('late'); }, 3000);
  document.getElementById('upload').addEventListener('click', function () {
    fetch(at('upload'), { method: 'POST', body: upload, mode: 'no-cors' }).catch(function () {});
    done('upload');
  });
  document.addEventListener('visibilitychange', function () {
    if (document.visibilityState === 'hidden') navigator.sendBeacon(at('hidden'), text('hidden'));
  });
  addEventListener('pagehide', function () {
    navigator.sendBeacon(at('pagehide'), text('pagehide'));
    fetch(at('pagehide-keepalive'), { method: 'POST', body: text('pagehide-keepalive'), keepalive: true, mode: 'no-cors' }).catch(function () {});
  });
  addEventListener('beforeunload', function () { navigator.sendBeacon(at('beforeunload'), new Blob([text('beforeunload')])); });
})();
