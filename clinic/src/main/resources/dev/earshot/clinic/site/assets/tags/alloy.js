// Adobe's real Web SDK, once the visitor has accepted.
window.afterAccept(function () {
  'use strict';
  // Adobe's base code: commands wait in a queue until the library is there.
  (window.__alloyNS = window.__alloyNS || []).push('alloy');
  window.alloy = function () {
    var words = arguments;
    return new Promise(function (resolve, reject) { window.setTimeout(function () { window.alloy.q.push([resolve, reject, words]); }); });
  };
  window.alloy.q = [];
  var script = document.createElement('script');
  script.async = true;
  script.src = 'https://cdn1.adoberesources.net/alloy/2.33.1/alloy.min.js';
  document.head.appendChild(script);
  window.alloy('configure', { datastreamId: '11111111-2222-4333-8444-555555555555', orgId: '0123456789ABCDEF01234567@AdobeOrg', clickCollectionEnabled: true, defaultConsent: 'in' });
  window.alloy('sendEvent', { xdm: { eventType: 'web.webpagedetails.pageViews' }, data: { __adobe: { analytics: { prop1: window.lastDoctorSearch ? window.lastDoctorSearch.specialty : '' } } } });
});
