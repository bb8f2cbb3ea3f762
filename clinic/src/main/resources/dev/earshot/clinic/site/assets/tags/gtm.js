// What a hospital pastes into its pages: the tag manager's snippet, in our words.
(function () {
  window.dataLayer = window.dataLayer || [];
  window.dataLayer.push({ 'gtm.start': Date.now(), event: 'gtm.js' });
  var script = document.createElement('script');
  script.async = true;
  script.src = 'https://www.googletagmanager.com/gtm.js?id=GTM-CLINIC1';
  document.head.appendChild(script);
})();
