// Mixpanel's real SDK, once the visitor has accepted.
window.afterAccept(function () {
  'use strict';
  var script = document.createElement('script');
  script.async = true;
  script.src = 'https://cdn.mxpnl.com/libs/mixpanel-2-latest.min.js';
  script.onload = function () {
    window.mixpanel.init('clinic0001clinic0001clinic000101', { api_host: 'https://api-js.mixpanel.com', track_pageview: true, autocapture: true, batch_flush_interval_ms: 500, ignore_dnt: true });
    if (window.lastDoctorSearch) window.mixpanel.track('Doctor Search', window.lastDoctorSearch);
  };
  document.head.appendChild(script);
});
