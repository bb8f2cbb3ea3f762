// The cookie banner. The choice is kept in a cookie of the hospital's domain: accept or reject.
(function () {
  'use strict';
  window.dataLayer = window.dataLayer || [];
  var match = /(?:^|; )clinic_consent=(\w+)/.exec(document.cookie);
  window.clinicConsent = match ? match[1] : '';

  function choose(choice) {
    document.cookie = 'clinic_consent=' + choice + '; Domain=clinic.example; Path=/; Max-Age=31536000; Secure; SameSite=Lax';
    window.clinicConsent = choice;
    document.getElementById('consent-banner').remove();
    window.dataLayer.push({ event: 'consent', choice: choice });
    document.dispatchEvent(new CustomEvent('clinic-consent', { detail: choice }));
  }

  function show() {
    var banner = document.createElement('div');
    banner.id = 'consent-banner';
    banner.setAttribute('role', 'dialog');
    banner.setAttribute('aria-label', 'Cookie consent');
    banner.innerHTML = '<h2>We value your privacy</h2>' +
      '<p>We and our partners use cookies to measure visits and to show you relevant advertising. ' +
      '<a href="/privacy">Read more in our privacy notice.</a></p>' +
      '<button id="cookies-accept" type="button">Accept all</button>' +
      '<button id="cookies-reject" type="button" class="quiet">Reject all</button>';
    document.body.appendChild(banner);
    document.getElementById('cookies-accept').addEventListener('click', function () { choose('accept'); });
    document.getElementById('cookies-reject').addEventListener('click', function () { choose('reject'); });
  }

  if (!window.clinicConsent) {
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', show);
    else show();
  }

  // Runs `tag` once the visitor has accepted, now or later.
  window.afterAccept = function (tag) {
    if (window.clinicConsent === 'accept') tag();
    else document.addEventListener('clinic-consent', function (event) { if (event.detail === 'accept') tag(); });
  };
})();
