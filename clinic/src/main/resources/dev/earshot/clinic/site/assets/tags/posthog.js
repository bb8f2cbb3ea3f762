// PostHog's real SDK, as its install page has it: a queue, then the bundle. Not started after a refusal.
(function () {
  'use strict';
  if (window.clinicConsent === 'reject') return;
  var script = document.createElement('script');
  script.async = true;
  script.crossOrigin = 'anonymous';
  script.src = 'https://us-assets.i.posthog.com/static/array.js';
  script.onload = function () {
    window.posthog.init('phc_clinic0001', {
      api_host: 'https://us.i.posthog.com', person_profiles: 'always', capture_pageview: true, autocapture: true, disable_session_recording: true,
      advanced_disable_feature_flags_on_first_load: false, opt_out_useragent_filter: true
    });
    var term = new URLSearchParams(location.search).get('q');
    if (term) window.posthog.capture('encyclopedia search', { term: term });
  };
  document.head.appendChild(script);
})();
