// Snowplow's real browser tracker, from a public CDN, to a collector in Snowplow's cloud. A refusal stops it.
(function () {
  'use strict';
  if (window.clinicConsent === 'reject') return;
  var script = document.createElement('script');
  script.async = true;
  script.src = 'https://cdn.jsdelivr.net/npm/@snowplow/browser-tracker@4.10.1/dist/index.umd.min.js';
  script.onload = function () {
    var snowplow = window.snowplowBrowserTracking;
    snowplow.newTracker('sp', 'https://clinic.collector.snplow.net', { appId: 'clinic-www', cookieDomain: '.clinic.example', contexts: { session: true } });
    snowplow.enableActivityTracking({ minimumVisitLength: 2, heartbeatDelay: 5 });
    snowplow.trackPageView();
    var article = document.querySelector('article');
    if (article) snowplow.trackStructEvent({ category: 'encyclopedia', action: 'read', label: document.querySelector('h1').textContent, property: article.dataset.category });
  };
  document.head.appendChild(script);
})();
