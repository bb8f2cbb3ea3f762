// The portal: one page, many views, addresses by pushState.
(function () {
  'use strict';
  var views = {
    summary: ['Summary', '<p>Two new results. One message. Next visit: 14 March.</p>'],
    appointments: ['Appointments', '<table><tr><th>When</th><th>With</th></tr><tr><td>14 March, 9:20</td><td>Dr. Adaeze Okafor, Oncology</td></tr></table>'],
    results: ['Test results', '<table><tr><th>Test</th><th>Result</th></tr><tr><td>HIV-1 viral load</td><td>Not detected</td></tr><tr><td>Hemoglobin A1c</td><td>7.9 %</td></tr></table>'],
    medications: ['Medications', '<ul><li>Metformin 500 mg, twice a day</li><li>Sertraline 50 mg, in the morning</li></ul>'],
    messages: ['Messages', '<p>To your care team.</p><form id="message-form"><label for="subject">Subject</label><input id="subject" name="subject">' +
      '<label for="message">Message</label><textarea id="message" name="message" rows="4"></textarea><button id="send">Send</button></form><p id="message-sent" hidden>Sent.</p>'],
    billing: ['Billing', '<p>You owe $40.00.</p><form id="payment-form"><label for="card">Card number</label><input id="card" name="card" inputmode="numeric" autocomplete="cc-number">' +
      '<button id="pay">Pay</button></form><p id="paid" hidden>Thank you.</p>']
  };
  function post(address, form) {
    return fetch(address, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
  }
  function show(name) {
    var view = views[name] || views.summary;
    window.portalViewAt = performance.now();
    document.title = view[0] + ' | Patient portal';
    document.getElementById('view').innerHTML = '<h1>' + view[0] + '</h1>' + view[1];
    document.querySelectorAll('nav a[data-view]').forEach(function (link) {
      if (link.dataset.view === name) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    });
    var message = document.getElementById('message-form'), payment = document.getElementById('payment-form');
    if (message) message.addEventListener('submit', function (event) {
      event.preventDefault();
      document.dispatchEvent(new CustomEvent('portal-message', { detail: message.elements.subject.value }));
      post('/api/messages', message).then(function () { document.getElementById('message-sent').hidden = false; });
    });
    if (payment) payment.addEventListener('submit', function (event) {
      event.preventDefault();
      post('/api/payments', payment).then(function () { document.getElementById('paid').hidden = false; });
    });
    document.dispatchEvent(new CustomEvent('portal-view', { detail: { name: name, title: view[0] } }));
  }
  function current() { return location.pathname.slice(1) || 'summary'; }
  document.querySelectorAll('nav a[data-view]').forEach(function (link) {
    link.addEventListener('click', function (event) {
      event.preventDefault();
      history.pushState({}, '', '/' + link.dataset.view);
      show(link.dataset.view);
    });
  });
  addEventListener('popstate', function () { show(current()); });

  fetch('/api/me').then(function (answer) { return answer.json(); }).then(function (me) {
    document.getElementById('patient-name').textContent = me.firstName + ' ' + me.lastName;
    document.getElementById('patient-mrn').textContent = me.mrn;
    document.getElementById('patient-member').textContent = me.memberId;
    document.getElementById('patient-banner').hidden = false;
    window.portalPatient = me;
    document.dispatchEvent(new CustomEvent('portal-patient', { detail: me }));
    show(current());
  });
})();
