// Adobe Analytics under the hospital's own name: AppMeasurement's image request, written from Adobe's documentation.
(function () {
  'use strict';
  function cookie(name, make) {
    var match = new RegExp('(?:^|; )' + name + '=([^;]*)').exec(document.cookie);
    if (match) return match[1];
    var value = make();
    document.cookie = name + '=' + value + '; Domain=clinic.example; Path=/; Max-Age=63072000; Secure; SameSite=Lax';
    return value;
  }
  function hex(n) { return Array.from(crypto.getRandomValues(new Uint8Array(n)), function (b) { return b.toString(16).padStart(2, '0'); }).join('').toUpperCase(); }
  var fid = cookie('s_fid', function () { return hex(8) + '-' + hex(8); });

  window.adobeTrack = function (variables) {
    var now = new Date();
    var address = location.href;
    var query = [['AQB', 1], ['ndh', 1], ['pf', 1],
      ['t', [now.getDate(), now.getMonth(), now.getFullYear()].join('/') + ' ' + now.toTimeString().slice(0, 8) + ' ' + now.getDay() + ' ' + now.getTimezoneOffset()],
      ['fid', fid], ['ce', 'UTF-8'], ['pageName', document.title], ['g', address.slice(0, 255)]];
    if (address.length > 255) query.push(['-g', address.slice(255)]);
    if (document.referrer) query.push(['r', document.referrer]);
    query.push(['ch', location.pathname.split('/')[1] || 'home'], ['server', location.hostname]);
    Object.keys(variables || {}).forEach(function (name) { query.push([name, variables[name]]); });
    query.push(['s', screen.width + 'x' + screen.height], ['c', screen.colorDepth], ['v', 'N'], ['k', 'Y'], ['bw', innerWidth], ['bh', innerHeight], ['AQE', 1]);
    new Image().src = 'https://metrics.clinic.example/b/ss/clinicprod/1/JS-2.27.0/s' + Math.floor(1e14 * Math.random()) + '?' +
      query.map(function (pair) { return encodeURIComponent(pair[0]) + '=' + encodeURIComponent(pair[1]); }).join('&');
  };
  var term = new URLSearchParams(location.search).get('q');
  window.adobeTrack(term ? { events: 'event1', c1: term, v1: 'D=c1' } : {});
})();
