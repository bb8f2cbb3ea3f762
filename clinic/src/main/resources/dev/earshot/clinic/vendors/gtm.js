// Stands in for a tag-manager container: it injects the tags that the container holds and hands them the page's events.
(function () {
  'use strict';
  var layer = window.dataLayer;
  var searchTerm = new URLSearchParams(location.search).get('q');
  var inEncyclopedia = location.pathname.indexOf('/encyclopedia') === 0;
  var refused = window.clinicConsent === 'reject';

  function load(src) {
    var script = document.createElement('script');
    script.async = true;
    script.src = src;
    document.head.appendChild(script);
  }
  function stub(name) {
    window[name] = window[name] || function () { (window[name].queue = window[name].queue || []).push(arguments); };
    return window[name];
  }

  // Google Analytics 4. After a refusal it still pings, without its cookie.
  window.gtag = window.gtag || function () { layer.push(arguments); };
  gtag('js', new Date());
  if (refused) gtag('consent', 'update', { ad_storage: 'denied', analytics_storage: 'denied' });
  gtag('config', 'G-CLINIC0001');
  if (searchTerm) gtag('event', 'view_search_results', { search_term: searchTerm });
  load('https://www.googletagmanager.com/gtag/js?id=G-CLINIC0001');

  // Microsoft Advertising: before any choice, and in spite of a refusal.
  window.uetq = window.uetq || [];
  window.uetq.push('event', 'page_view', {});
  if (searchTerm) window.uetq.push('event', 'search', { event_category: 'encyclopedia', search_term: searchTerm });
  load('https://bat.bing.com/bat.js');

  // X and Meta: before any choice; a refusal stops them.
  if (!refused) {
    stub('twq')('config', 'oclin1');
    if (searchTerm) twq('event', 'tw-oclin1-search', { search_string: searchTerm });
    load('https://static.ads-twitter.com/uwt.js');

    stub('fbq')('init', '1000000000000001');
    fbq('track', 'PageView');
    if (searchTerm) fbq('track', 'Search', { search_string: searchTerm });
    load('https://connect.facebook.net/en_US/fbevents.js');
  }

  // Only once the visitor has accepted.
  window.afterAccept(function () {
    gtag('config', 'AW-100000001');
    gtag('config', 'DC-2000002');
    stub('ttq')('load', 'CLINICTT0001');
    ttq('page');
    if (searchTerm) ttq('track', 'Search', { query: searchTerm });
    load('https://analytics.tiktok.com/i18n/pixel/events.js?sdkid=CLINICTT0001&lib=ttq');
    window._linkedin_partner_id = '3000003';
    load('https://snap.licdn.com/li.lms-analytics/insight.min.js');
    if (inEncyclopedia) load('https://www.clarity.ms/tag/clinic0001');
  });

  var accepted = function () { return window.clinicConsent === 'accept'; };
  var told = {
    // What find-a-doctor was asked for.
    doctor_search: function (event) {
      gtag('event', 'doctor_search', { specialty: event.specialty, postal_code: event.zip });
      if (accepted()) gtag('event', 'conversion', { send_to: 'DC-2000002/search0/doctor0+standard', u1: event.specialty, u2: event.zip });
    },
    // What was asked for in the appointment form, and by whom.
    appointment_requested: function (event) {
      gtag('event', 'generate_lead', { specialty: event.specialty, appointment_date: event.date });
      window.uetq.push('set', { pid: { em: event.email, ph: event.phone } });
      window.uetq.push('event', 'appointment', { event_category: 'lead', event_label: event.specialty });
      if (!refused) {
        twq('event', 'tw-oclin1-lead', { email_address: event.email, description: event.specialty });
        fbq('track', 'Lead', { content_name: event.specialty, content_category: 'appointment' });
      }
      if (accepted()) {
        gtag('set', { user_data: { email: event.email, phone: event.phone } });
        gtag('event', 'conversion', { send_to: 'AW-100000001/ApPoInTmEnT', value: 1, currency: 'USD' });
        ttq('identify', { email: event.email, phone_number: event.phone });
        ttq('track', 'SubmitForm', { content_name: event.specialty });
        stub('lintrk')('identify', event.email);
        lintrk('track', 4000004);
      }
    }
  };
  function tell(entry) { if (entry && told[entry.event]) told[entry.event](entry); }
  Array.prototype.slice.call(layer).forEach(tell);
  var push = layer.push;
  layer.push = function () {
    var result = push.apply(layer, arguments);
    Array.prototype.forEach.call(arguments, tell);
    return result;
  };
})();
