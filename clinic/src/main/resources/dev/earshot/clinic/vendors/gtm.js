// Stands in for a tag-manager container: it injects the tags that the container holds and hands them the page's events.
(function () {
  'use strict';
  var searchTerm = new URLSearchParams(location.search).get('q');
  function load(src) {
    var script = document.createElement('script');
    script.async = true;
    script.src = src;
    document.head.appendChild(script);
  }

  // Google Analytics 4: from the first page view on, whatever the banner says.
  window.gtag = window.gtag || function () { window.dataLayer.push(arguments); };
  gtag('js', new Date());
  gtag('config', 'G-CLINIC0001');
  if (searchTerm) gtag('event', 'view_search_results', { search_term: searchTerm });
  load('https://www.googletagmanager.com/gtag/js?id=G-CLINIC0001');

  // Microsoft Advertising: before any choice, and in spite of a refusal.
  window.uetq = window.uetq || [];
  window.uetq.push('event', 'page_view', {});
  if (searchTerm) window.uetq.push('event', 'search', { event_category: 'encyclopedia', search_term: searchTerm });
  load('https://bat.bing.com/bat.js');

  // X: before any choice; a refusal stops it.
  if (window.clinicConsent !== 'reject') {
    window.twq = window.twq || function () { (window.twq.queue = window.twq.queue || []).push(arguments); };
    twq('config', 'oclin1');
    if (searchTerm) twq('event', 'tw-oclin1-search', { search_string: searchTerm });
    load('https://static.ads-twitter.com/uwt.js');
  }
})();
