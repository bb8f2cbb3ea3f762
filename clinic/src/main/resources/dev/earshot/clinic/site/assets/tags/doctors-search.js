// Find a doctor: what was searched for is handed to the data layer and to whoever asks for window.lastDoctorSearch.
(function () {
  'use strict';
  var query = new URLSearchParams(location.search);
  if (!query.get('specialty')) return;
  window.lastDoctorSearch = { specialty: query.get('specialty'), zip: query.get('zip') || '' };
  window.dataLayer = window.dataLayer || [];
  window.dataLayer.push(Object.assign({ event: 'doctor_search' }, window.lastDoctorSearch));
  document.addEventListener('DOMContentLoaded', function () {
    document.getElementById('found').textContent = 'Doctors for ' + window.lastDoctorSearch.specialty + ' near ' + window.lastDoctorSearch.zip;
    document.getElementById('doctors').hidden = false;
  });
})();
