// What the portal's pages tell: Segment, Amplitude and Datadog with their real SDKs, Google Analytics through a server-side
// container on the hospital's own name, and workers that call a tracker nobody has a name for. There is no banner here.
(function () {
  'use strict';
  function load(src, then) {
    var script = document.createElement('script');
    script.async = true;
    script.src = src;
    if (then) script.onload = then;
    document.head.appendChild(script);
  }
  var patient = new Promise(function (resolve) {
    document.addEventListener('portal-patient', function (event) { resolve(event.detail); });
  });
  var views = [];
  var onView = function (view) { views.push(view); };
  document.addEventListener('portal-view', function (event) { onView(event.detail); });
  function eachView(tell) {
    var earlier = onView;
    views.forEach(tell);
    onView = function (view) { earlier(view); tell(view); };
  }

  patient.then(function (me) {
    // Segment: its install snippet's queue, in our words.
    var analytics = window.analytics = window.analytics || [];
    analytics.methods = ['track', 'page', 'identify', 'ready', 'on', 'group', 'alias', 'reset'];
    analytics.invoked = true;
    analytics.factory = function (method) {
      return function () { analytics.push([method].concat(Array.prototype.slice.call(arguments))); return analytics; };
    };
    analytics.methods.forEach(function (method) { analytics[method] = analytics.factory(method); });
    analytics._writeKey = 'clinicwritekey0001';
    analytics.SNIPPET_VERSION = '5.2.0';
    load('https://cdn.segment.com/analytics.js/v1/clinicwritekey0001/analytics.min.js');
    analytics.identify(me.mrn, { email: me.email, firstName: me.firstName, lastName: me.lastName, phone: me.phone });
    eachView(function (view) { window.analytics.page('Portal', view.title); });
    document.addEventListener('portal-message', function (event) { window.analytics.track('Message Sent', { subject: event.detail }); });

    // Amplitude, capturing clicks and forms by itself.
    load('https://cdn.amplitude.com/libs/analytics-browser-2.47.0-min.js.gz', function () {
      window.amplitude.init('clinic0001amplitude0001clinic0001', me.mrn, {
        autocapture: { attribution: true, pageViews: true, sessions: true, formInteractions: true, fileDownloads: true, elementInteractions: true },
        fetchRemoteConfig: false, flushIntervalMillis: 500
      });
    });

    // Datadog real-user monitoring, told who the user is.
    load('https://www.datadoghq-browser-agent.com/us1/v7/datadog-rum.js', function () {
      window.DD_RUM.init({
        clientToken: 'pubclinic0001', applicationId: '11111111-aaaa-4bbb-8ccc-222222222222', site: 'datadoghq.com', service: 'patient-portal', env: 'prod',
        sessionSampleRate: 100, sessionReplaySampleRate: 0, trackUserInteractions: true, trackResources: true, trackLongTasks: false
      });
      window.DD_RUM.setUser({ id: me.memberId, name: me.firstName + ' ' + me.lastName, email: me.email });
    });

    // Google Analytics 4 through the server-side container.
    window.dataLayer = window.dataLayer || [];
    window.gtag = window.gtag || function () { window.dataLayer.push(arguments); };
    gtag('js', new Date());
    gtag('config', 'G-CLINIC0002', {
      server_container_url: 'https://tags.clinic.example', user_id: me.memberId, user_properties: { login_status: 'signed_in' }, send_page_view: false
    });
    eachView(function (view) { window.gtag('event', 'page_view', { page_title: view.title }); });
    load('https://tags.clinic.example/gtag/js?id=G-CLINIC0002');

    // Adobe again, for the views that have no page load of their own.
    eachView(function (view) { if (view.name !== 'summary') window.adobeTrack({ events: 'event2', c2: view.title }); });

    // Workers.
    var worker = new Worker('/assets/portal-worker.js');
    eachView(function (view) { worker.postMessage({ mrn: me.mrn, view: view.name }); });
    if (navigator.serviceWorker) navigator.serviceWorker.register('/portal-service-worker.js').then(function () { return navigator.serviceWorker.ready; })
      .then(function (registration) { registration.active.postMessage({ mrn: me.mrn }); }).catch(function () {});
  });
})();
