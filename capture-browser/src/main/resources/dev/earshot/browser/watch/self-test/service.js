'use strict';
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('message', (event) => event.waitUntil(
  fetch('/c/service-worker', {method: 'POST', body: 'service {{token}}'})
    .finally(() => event.source.postMessage('done'))));
