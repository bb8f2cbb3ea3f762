// A session replay service that nobody has a name for, made with the real rrweb: everything on the page and everything typed,
// but for passwords. A refusal stops it.
(function () {
  'use strict';
  if (window.clinicConsent === 'reject') return;
  window.startReplay = function (masked) {
    var session = sessionStorage.getItem('replay_session') || crypto.randomUUID(), events = [], sequence = 0;
    sessionStorage.setItem('replay_session', session);
    function flush(leaving) {
      if (!events.length) return;
      var body = JSON.stringify({ session: session, sequence: ++sequence, url: location.href, title: document.title, events: events });
      events = [];
      if (leaving) navigator.sendBeacon('https://replay.unheardof.example/recordings', body);
      else fetch('https://replay.unheardof.example/recordings', { method: 'POST', body: body, headers: { 'Content-Type': 'application/json' }, keepalive: body.length < 60000 }).catch(function () {});
    }
    var script = document.createElement('script');
    script.async = true;
    script.src = 'https://cdn.jsdelivr.net/npm/rrweb@2.2.2/dist/rrweb.umd.min.cjs';
    script.onload = function () {
      window.rrweb.record({ emit: function (event) { events.push(event); }, maskInputOptions: { password: masked } });
      setInterval(function () { flush(false); }, 700);
      addEventListener('pagehide', function () { flush(true); });
    };
    document.head.appendChild(script);
  };
  if (!window.carelessReplay) window.startReplay(true);
})();
