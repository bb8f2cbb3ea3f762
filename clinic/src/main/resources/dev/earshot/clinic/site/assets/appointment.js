// The confirmation page's data layer holds what was asked for: that is where tags find it.
(function () {
  'use strict';
  var form = document.getElementById('appointment-form');
  if (form) {
    form.addEventListener('submit', function () {
      var value = function (name) { return form.elements[name].value; };
      sessionStorage.setItem('appointment', JSON.stringify({
        email: value('email'), phone: value('phone'), specialty: value('specialty'), date: value('preferredDate')
      }));
    });
    return;
  }
  var request = JSON.parse(sessionStorage.getItem('appointment') || 'null');
  if (request) {
    window.dataLayer = window.dataLayer || [];
    window.dataLayer.push(Object.assign({ event: 'appointment_requested' }, request));
  }
})();
